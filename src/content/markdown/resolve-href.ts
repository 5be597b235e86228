/** Where a link leads: absolute, http(s) or mailto; undefined for anything else (javascript:, data:, …). */
export function resolveHref(href: string, base: string): string | undefined {
  // A mail address that somebody made a link without saying so.
  const mail =
    /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(href.trim()) && !/\.(?:png|jpe?g|gif|webp|svg|pdf|md)$/i.test(href.trim());
  return resolve(mail ? `mailto:${href.trim()}` : href, base, /^(?:https?|mailto):$/);
}

/** Where a picture is: absolute, http(s). */
export function resolveImage(src: string, base: string): string | undefined {
  return resolve(src, base, /^https?:$/);
}

function resolve(reference: string, base: string, protocols: RegExp): string | undefined {
  const trimmed = reference.trim();
  if (trimmed === '' || !URL.canParse(trimmed, base)) return undefined;
  const url = new URL(trimmed, base);
  return protocols.test(url.protocol) ? url.href : undefined;
}
