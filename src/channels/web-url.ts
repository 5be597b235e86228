/** Longer addresses would not leave room for what a message says; platforms take 2000 and more. */
export const LONGEST_URL = 1500;

/**
 * A URL as the web writes it, percent-encoded; undefined when it is no web address or too long to be shown.
 * @param max characters
 */
export function webUrl(url: string | undefined, max = LONGEST_URL): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) && href.length <= max ? href : undefined;
}

/** The same with nothing in it that could end a Markdown link or start other markup. */
export function markdownUrl(url: string | undefined, max = LONGEST_URL): string | undefined {
  const target = webUrl(url)?.replace(/[()[\]<>`\\|]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return target !== undefined && target.length <= max ? target : undefined;
}
