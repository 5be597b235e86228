import sanitizeHtml from 'sanitize-html';
import TurndownService from 'turndown';
import { escapeMarkdownLine } from '../../content/markdown/escape-markdown.js';
import { stripIllegal } from '../../content/strip-illegal.js';

/** Longer HTML is cut before it is looked at: an edition shows a few lines of it. */
const LONGEST = 200_000;
/** turndown walks the tree recursively and would overflow the stack of deeper ones. */
const DEEPEST = 40;
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
const BLOCKS = ['p', 'div', 'br', 'ul', 'ol', 'li', 'blockquote', 'pre'];
const INLINE = ['code', 'a', 'strong', 'b', 'em', 'i', 'del', 's'];

/**
 * Somebody's HTML as Markdown that is safe to put into a document of ours: no scripts, styles, pictures or headings
 * (those become bold lines), links absolute and http(s) only, and what looks like Markdown or HTML in the text escaped.
 * @param base address that relative links start from
 */
export function htmlToMarkdown(html: string, base: string): string {
  const clean = sanitizeHtml(stripIllegal(html.slice(0, LONGEST)), {
    allowedTags: [...HEADINGS, ...BLOCKS, ...INLINE],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https'],
    allowProtocolRelative: false,
    nestingLimit: DEEPEST,
    transformTags: {
      a: (tagName, attributes) => ({ tagName, attribs: absolute(attributes.href, base) }),
    },
  });
  return turndown().turndown(clean).trim();
}

function absolute(href: string | undefined, base: string): Record<string, string> {
  return href && URL.canParse(href, base) ? { href: new URL(href, base).href } : {};
}

function turndown(): TurndownService {
  const service = new TurndownService({
    headingStyle: 'atx',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '*',
  });
  // Its own escape is both too eager (every underscore) and blind to HTML: `&lt;b&gt;` would come alive as `<b>`.
  service.escape = (text) => text.replace(/\S(?:.*\S)?/s, escapeMarkdownLine);
  service.addRule('heading', { filter: [...HEADINGS], replacement: (content) => `\n\n**${content.trim()}**\n\n` });
  service.addRule('listItem', {
    filter: 'li',
    replacement: (content, node) => `${markerOf(node)} ${content.trim().replace(/\n+/g, '\n  ')}\n`,
  });
  return service;
}

/** turndown pads its markers to four columns. */
function markerOf(item: TurndownService.Node): string {
  const { parentNode } = item as unknown as { parentNode: { nodeName: string; children: ArrayLike<unknown> } };
  if (parentNode.nodeName !== 'OL') return '-';
  return `${Array.from(parentNode.children).indexOf(item) + 1}.`;
}
