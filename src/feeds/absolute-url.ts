/** The URL in its normal form when it is an absolute web address (that is all a feed may carry), else undefined. */
export function absoluteUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) ? href : undefined;
}
