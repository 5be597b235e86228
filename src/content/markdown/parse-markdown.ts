import type * as Marked from 'marked';
import type { Token, Tokens } from 'marked';
import { lazy } from '../../lazy.js';
import { loadLate } from '../../load-late.js';
import { bareUrl } from './bare-url.js';
import { cjkEmphasis, emptyStrong } from './cjk-emphasis.js';
import { footnote, footnoteReference } from './footnotes.js';
import { escapeText, isRaw, renderer } from './renderer.js';
import { resolveHref, resolveImage } from './resolve-href.js';
import { sanitize, tidy } from './sanitize.js';

const markedPackage = loadLate<typeof Marked>('marked');

const marked = lazy(
  () =>
    new (markedPackage().Marked)(
      { gfm: true },
      {
        extensions: [bareUrl, cjkEmphasis, emptyStrong, footnoteReference, footnote],
        tokenizer: {
          // bareUrl does this, and stops where Chinese text begins.
          url: () => undefined,
          // One tilde is a range in Chinese texts (5~10 人), not the beginning of something struck out.
          del: (src) => (src.startsWith('~~') ? false : undefined),
          autolink(src) {
            // `<SOFA:JRaftLab/>` is a name in angle brackets rather than an address.
            const name = /^<(?!https?:|mailto:)[A-Za-z][\w+.-]*:[^\s<>]*>/i.exec(src)?.[0];
            return name ? ({ type: 'text', raw: name, text: name } as unknown as Tokens.Link) : false;
          },
        },
        renderer,
      },
    ),
);

/**
 * The Markdown of a post as tokens, its links and pictures absolute. Throws on nesting that exhausts the stack.
 * @param base absolute URL of the article
 * @param linkTo the address of a relative link to a source file (`../b.md`); undefined: it is a link like any other
 */
export function parseMarkdown(markdown: string, base: string, linkTo: (href: string) => string | undefined): Token[] {
  const tokens = marked().lexer(markdown);
  marked().walkTokens(tokens, (token) => {
    if (token.type === 'link')
      token.href = resolveHref(linkTo(token.href as string) ?? (token.href as string), base) ?? '';
    else if (token.type === 'image') token.href = resolveImage(token.href as string, base) ?? '';
  });
  return tokens;
}

/** Links and pictures as they were written. Throws like {@link parseMarkdown}. */
export function writtenReferences(markdown: string): { href: string; image: boolean }[] {
  const references: { href: string; image: boolean }[] = [];
  marked().walkTokens(marked().lexer(markdown), (token) => {
    if (token.type === 'link' || token.type === 'image') {
      references.push({ href: token.href as string, image: token.type === 'image' });
    }
  });
  return references;
}

/** The tokens as HTML that is safe anywhere (see {@link sanitize}). */
export function renderTokens(tokens: Token[], base: string): string {
  let raw = false;
  marked().walkTokens(tokens, (token) => {
    raw ||= isRaw(token);
  });
  const html = marked().parser(tokens);
  // Half of the time goes into sanitising, and of what the renderer made itself nothing would change.
  return raw ? sanitize(html, base) : tidy(html);
}

/** Text that cannot be parsed, as paragraphs. */
export function renderAsText(markdown: string): string {
  return markdown
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => `<p>${escapeText(block.trim()).replace(/\n/g, '<br />')}</p>\n`)
    .join('');
}
