import type { Token, Tokens } from 'marked';
import { lineAt } from './decode-source.js';
import { findExcerpt } from './find-excerpt.js';
import { findRecommendations } from './find-recommendations.js';
import type { FrontMatter } from './front-matter.js';
import type { Finding } from './lint-rules.js';
import { removeJsx, removeLeadingImports } from './markdown/jsx.js';
import { mapOutsideCode } from './markdown/outside-code.js';
import { parseMarkdown, renderAsText, renderTokens } from './markdown/parse-markdown.js';
import { resolveImage } from './markdown/resolve-href.js';
import { replaceShortcodes } from './markdown/shortcodes.js';
import { collapseLines, decodeEntities, textOfTokens } from './plain-text.js';
import type { Article, Post } from './post.js';
import { absoluteUrl, DEFAULT_PERMALINK, encodePath, fillPermalink, readPath, withSlash } from './post-address.js';
import type { ReadOptions } from './read-post.js';
import { type TimeGuard, TooSlow } from './within-time.js';

/** Longer bodies are books, not posts; the rest is cut off. */
const LONGEST_BODY = 300_000;
/** Milliseconds for parsing and drawing one body; one of the greatest length takes about 250. */
const TIME_LIMIT = 700;

/** What a post's text gives. */
export interface Body extends Article {
  tokens: Token[];
  /** Text without code, for counting. */
  prose: string;
  excerpt: string;
  firstImage?: string;
  recommends: Post['recommends'];
}

/** Reads the text below the front matter. Never throws, whatever it holds. */
export function readBody(
  front: FrontMatter,
  path: string,
  url: string,
  options: ReadOptions,
  findings: Finding[],
  guard: TimeGuard,
): Body {
  const linkToSource = (href: string) => (isSourceLink(href) ? addressOfSource(href, path, options) : undefined);
  const source = cutToSize(front, findings);
  try {
    return guard(TIME_LIMIT, () => {
      const tokens = parseMarkdown(bodyMarkdown(source, path, options), url, linkToSource);
      return {
        tokens,
        html: renderTokens(tokens, url),
        text: collapseLines(textOfTokens(tokens, { code: true })),
        prose: textOfTokens(tokens),
        excerpt: findExcerpt(tokens),
        firstImage: firstImage(tokens, url),
        recommends: findRecommendations(tokens),
      };
    });
  } catch (error) {
    if (!(error instanceof TooSlow || error instanceof RangeError)) throw error;
    findings.push({
      line: front.bodyLine,
      rule: 'body-too-complex',
      message: `the Markdown cannot be drawn (${error instanceof TooSlow ? error.message : 'nested too deep'}); it is shown as plain text`,
      hint: 'look for hundreds of nested quotes, lists or brackets',
    });
    const text = collapseLines(source);
    return { tokens: [], html: renderAsText(source), text, prose: text, excerpt: '', recommends: [] };
  }
}

const DATA_URL = /data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=\s]{200,}/g;

/** The body without pictures written into it, cut off where it is too long. */
function cutToSize(front: FrontMatter, findings: Finding[]): string {
  const { body, bodyLine } = front;
  if (body.trim() === '') {
    findings.push({
      line: bodyLine,
      rule: 'body-empty',
      message: 'there is no text below the front matter',
      hint: 'write the post',
    });
    return '';
  }
  const bare = body.includes(';base64,') ? body.replace(DATA_URL, '') : body;
  if (bare.length < body.length) {
    findings.push({
      line: bodyLine + lineAt(body, body.search(DATA_URL)) - 1,
      rule: 'inline-data',
      message: 'a picture is written into the text itself (data: URL); it is left out',
      hint: 'put the picture beside the post and link it',
    });
  }
  if (bare.length <= LONGEST_BODY) return bare;
  findings.push({
    line: bodyLine + lineAt(bare, LONGEST_BODY) - 1,
    rule: 'body-too-long',
    message: `the text is longer than ${LONGEST_BODY.toLocaleString('en')} characters; the rest is cut off here`,
    hint: 'split the post',
  });
  return bare.slice(0, LONGEST_BODY);
}

/** The body as Markdown and HTML alone: shortcodes and JSX replaced. */
function bodyMarkdown(source: string, path: string, options: ReadOptions): string {
  const linkTo = (page: string) => addressOfSource(page.startsWith('.') ? page : `/${page}`, path, options);
  const plain = replaceShortcodes(mendTypora(source), linkTo);
  return path.toLowerCase().endsWith('.mdx') ? removeJsx(plain) : keepGenerics(removeLeadingImports(plain));
}

/** Some editors export bold as `***\*text\****`. */
function mendTypora(markdown: string): string {
  return markdown.includes('*\\*') ? markdown.replace(/\*{2,3}\\\*([^*\n]+?)\\\*\*{2,3}/g, '**$1**') : markdown;
}

/** `List<String>` in prose is code somebody forgot to mark, not a tag. */
function keepGenerics(markdown: string): string {
  if (!/\w<[A-Z]/.test(markdown)) return markdown;
  return mapOutsideCode(markdown, (prose) => prose.replace(/(?<=\w)<([A-Z]\w*(?:\s*,\s*\w+)*)>/g, '&lt;$1&gt;'));
}

function isSourceLink(href: string): boolean {
  return /^(?![a-z][\w+.-]*:|\/\/)[^?#]*\.(?:md|mdx|markdown)(?:[?#]|$)/i.test(href);
}

/** The address a source file's post has by the site's permalink; undefined when that needs more than its path. */
function addressOfSource(href: string, from: string, options: ReadOptions): string | undefined {
  const [file = '', fragment = ''] = href.split('#');
  let target: string;
  try {
    target = decodeURIComponent(new URL(file, `file:///${encodePath(from)}`).pathname.slice(1));
  } catch {
    return undefined; // not a path
  }
  const parts = readPath(target.replace(/\/$/, ''));
  const pattern = options.permalink ?? DEFAULT_PERMALINK;
  if (parts.date === '' && /\{(?:year|month|day)\}/.test(pattern)) return undefined;
  const filled = fillPermalink(pattern, { ...parts, lang: parts.lang || options.language });
  const url = absoluteUrl(filled.replace(/^(?!\/|https?:)/i, '/'), withSlash(options.siteUrl));
  return url && fragment !== '' ? `${url}#${fragment}` : url;
}

/** The first picture of the text; one in raw HTML counts as well, a badge does not. */
function firstImage(tokens: readonly Token[], url: string): string | undefined {
  for (const token of tokens) {
    const found = imageIn(token, url);
    if (found) return found;
  }
  return undefined;
}

const BADGE =
  /^https?:\/\/(?:img\.shields\.io|badge\.fury\.io|badgen\.net|travis-ci\.|ci\.appveyor\.com|codecov\.io|coveralls\.io)|\/(?:badge|badges)\/|badge\.svg|\/workflows\/.*\.svg/i;

function imageIn(token: Token, url: string): string | undefined {
  if (token.type === 'image') {
    const { href } = token as Tokens.Image;
    return href !== '' && !BADGE.test(href) ? href : undefined;
  }
  if (token.type === 'html') {
    const tag = /<img\b[^>]*>/i.exec(token.raw)?.[0] ?? '';
    const src =
      /\b(?:data-src|data-original)\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1] ??
      /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1];
    const image = src && resolveImage(decodeEntities(src), url);
    return image && !BADGE.test(image) ? image : undefined;
  }
  const { tokens, items, header, rows } = token as Tokens.Generic;
  const cells = [...(header ?? []), ...(rows ?? []).flat()] as Tokens.TableCell[];
  return firstImage([...(tokens ?? []), ...((items ?? []) as Token[]), ...cells.flatMap((cell) => cell.tokens)], url);
}
