import { createSite, type Site, type SiteInput } from './site.js';

/** The site of the present library, made once for each. */
export function rememberSite(current: () => SiteInput): () => Site {
  let last: Site | undefined;
  return () => {
    const input = current();
    if (last?.library !== input.library) last = createSite(input);
    return last;
  };
}
