import type { Link, Post } from '../content/post.js';
import { foldTitle } from './fold-term.js';

/** Finds posts by the addresses and titles people write. */
export interface AddressBook {
  /** URL or path; trailing slash, case of the host, percent-encoding, `www.`, query and fragment do not matter. */
  byUrl(url: string): Post | undefined;
  resolve(link: Link): Post | undefined;
}

/** @param posts newest first; of several with one title the newest is meant */
export function createAddressBook(posts: readonly Post[]): AddressBook {
  const addresses = new Map<string, Post>();
  const paths = new Map<string, Post>();
  const titles = new Map<string, Post>();
  const hosts = new Set<string>();
  const add = (url: string, post: Post) => {
    const address = readAddress(url);
    if (!address) return;
    hosts.add(address.host);
    const key = address.host + address.path;
    if (!addresses.has(key)) addresses.set(key, post);
    if (!paths.has(address.path)) paths.set(address.path, post);
  };
  for (const post of posts) add(post.url, post);
  // An address that a post has goes before one that another had.
  for (const post of posts) for (const alias of post.aliases) add(alias, post);
  for (const post of posts) if (post.guid !== post.url) add(post.guid, post);
  for (const post of posts) {
    const title = foldTitle(post.title);
    if (title !== '' && !titles.has(title)) titles.set(title, post);
  }

  const byUrl = (url: string): Post | undefined => {
    const trimmed = url.trim();
    if (trimmed === '') return undefined;
    const address = readAddress(trimmed);
    if (address)
      return (
        addresses.get(address.host + address.path) ?? (hosts.has(address.host) ? paths.get(address.path) : undefined)
      );
    const path = readAddress(`http://site${trimmed.startsWith('/') ? '' : '/'}${trimmed}`)?.path;
    return path === undefined ? undefined : paths.get(path);
  };
  return {
    byUrl,
    resolve: ({ title, url }) => (url === undefined ? undefined : byUrl(url)) ?? titles.get(foldTitle(title)),
  };
}

function readAddress(url: string): { host: string; path: string } | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  return { host: host.replace(/^www\./, ''), path: readablePath(pathname) };
}

function readablePath(pathname: string): string {
  const bare = pathname.replace(/\/(?:index\.html?)?$/i, '').replace(/\.html?$/i, '') || '/';
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare; // percent signs that encode nothing stand for themselves
  }
}
