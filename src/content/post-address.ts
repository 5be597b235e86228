/** What a file's path says about its post. */
export interface PathParts {
  slug: string;
  /** See Post.section. */
  section: string;
  /** The language part of the path as written (`zh` of `zh/blog/a.md` or `a.zh.md`), or ''. */
  lang: string;
  /** `lang` when the file's name says it (`zh` of `a.zh.md`), or ''. */
  langSuffix: string;
  /** Folders and slug, e.g. `zh/blog/a`. */
  path: string;
  /** `2020-01-31` of `2020-01-31-b.md` (Jekyll, Docusaurus, Zola), or ''. */
  date: string;
  /** In a folder for drafts (Jekyll, Hexo). */
  draft: boolean;
}

/** First folders that are taken for a language; short, because `go/`, `it/` or `cs/` are topics more often. */
const LANGUAGE_FOLDERS =
  /^(zh|en|ja|ko|fr|de|es|pt|ru|vi|th|ar|hi|pl|tr|uk)$|^[a-z]{2}[-_](?:[A-Za-z]{2}|[A-Za-z]{4})$/;
const DATED = /^(\d{4}-\d{2}-\d{2})[-_](.+)$/;

/** @param path relative to the content folder, with `/` */
export function readPath(path: string): PathParts {
  const folders = path.split('/');
  const file = folders.pop() as string;
  let name = file.replace(/\.(md|markdown|mdx)$/i, '');
  let lang = '';
  const suffix = /\.([a-z]{2}(?:[-_][A-Za-z]{2,4})?)$/.exec(name);
  if (suffix && LANGUAGE_FOLDERS.test(suffix[1] as string)) {
    lang = suffix[1] as string;
    name = name.slice(0, -suffix[0].length);
  }
  const langSuffix = lang;
  const inLanguage = LANGUAGE_FOLDERS.test(folders[0] ?? '');
  if (inLanguage && lang === '') lang = folders[0] as string;

  const isIndex = /^_?index$/i.test(name) && folders.length > 0;
  const last = isIndex ? (folders.pop() as string) : name;
  const dated = DATED.exec(last);
  const slug = dated ? (dated[2] as string) : last;
  return {
    slug,
    section: folders[inLanguage ? 1 : 0] ?? '',
    lang,
    langSuffix,
    path: [...folders, slug].join('/'),
    date: dated?.[1] ?? '',
    draft: folders.includes('_drafts'),
  };
}

/** Where a post of this path is when neither its front matter nor the config says. */
export const DEFAULT_PERMALINK = '/{path}/';

export interface PermalinkFields extends PathParts {
  /** RFC 3339; its own calendar day is what the address shows. */
  date: string;
}

/** Fills `{slug} {path} {section} {lang} {year} {month} {day}`; every part is percent-encoded. */
export function fillPermalink(pattern: string, fields: PermalinkFields): string {
  const [year = '', month = '', day = ''] = fields.date.slice(0, 10).split('-');
  const values: Record<string, string> = { ...fields, year, month, day } as unknown as Record<string, string>;
  const filled = pattern.replace(/\{(slug|path|section|lang|year|month|day)\}/g, (_, name: string) =>
    encodePath(values[name] ?? ''),
  );
  return filled.replace(/(?<!:)\/{2,}/g, '/');
}

/** Percent-encodes each segment of a path; what is encoded already stays. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => (isEncoded(segment) ? segment : encodeURIComponent(segment)))
    .join('/');
}

/** Percent-encodes what no path may hold; what may stand in one (`+ , ;`) and what is encoded already stays. */
export function encodeKeeping(path: string): string {
  return encodeURI(path.replace(/\p{Surrogate}/gu, '\uFFFD'))
    .replace(/%25(?=[0-9a-f]{2})/gi, '%')
    .replace(/[?#]/g, encodeURIComponent);
}

function isEncoded(segment: string): boolean {
  if (!/%[0-9a-f]{2}/i.test(segment)) return false;
  try {
    return encodeURIComponent(decodeURIComponent(segment)).toLowerCase() === segment.toLowerCase();
  } catch {
    return false; // a percent sign that encodes nothing
  }
}

/** @returns the absolute http(s) URL, or undefined when it is none. */
export function absoluteUrl(reference: string, base: string): string | undefined {
  const trimmed = reference.trim();
  if (trimmed === '' || !URL.canParse(trimmed, base)) return undefined;
  const url = new URL(trimmed, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}

/** A base that relative references stay below. */
export function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
