import type SanitizeHtml from 'sanitize-html';
import { loadLate } from '../../load-late.js';
import { stripIllegal } from '../strip-illegal.js';
import { embedLink } from './embed-link.js';
import { resolveHref, resolveImage } from './resolve-href.js';

const sanitizeHtml = loadLate<typeof SanitizeHtml>('sanitize-html');

const TAGS = [
  ...[
    'p',
    'br',
    'hr',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'pre',
    'code',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
  ],
  ...[
    'a',
    'strong',
    'b',
    'em',
    'i',
    'u',
    's',
    'del',
    'ins',
    'mark',
    'small',
    'sub',
    'sup',
    'kbd',
    'samp',
    'var',
    'abbr',
    'cite',
    'q',
  ],
  ...[
    'img',
    'figure',
    'figcaption',
    'picture',
    'video',
    'audio',
    'source',
    'details',
    'summary',
    'div',
    'span',
    'section',
  ],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'ruby', 'rb', 'rt', 'rp', 'time', 'wbr'],
];

/** Their content is not text for readers either. */
const DROPPED_WITH_CONTENT = [
  'script',
  'style',
  'textarea',
  'option',
  'noscript',
  'template',
  'title',
  'head',
  'svg',
  'math',
  'object',
  'select',
];

/**
 * HTML that any feed reader or page can show: known tags and attributes only, every address absolute, frames turned
 * into links.
 * @param base absolute URL of the article
 */
export function sanitize(html: string, base: string): string {
  const clean = sanitizeHtml()(html, {
    allowedTags: TAGS,
    nonTextTags: DROPPED_WITH_CONTENT,
    allowedAttributes: {
      a: ['href', 'title'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      video: ['src', 'poster', 'controls', 'width', 'height'],
      audio: ['src', 'controls'],
      source: ['src', 'type'],
      code: ['class'],
      td: ['align', 'colspan', 'rowspan'],
      th: ['align', 'colspan', 'rowspan'],
      ol: ['start', 'type', 'reversed'],
      details: ['open'],
      abbr: ['title'],
      time: ['datetime'],
    },
    allowedClasses: { code: [/^language-[\w+#.-]+$/] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesAppliedToAttributes: ['href', 'src', 'poster'],
    allowProtocolRelative: false,
    nestingLimit: 120,
    transformTags: {
      a: (tagName, { href = '', title }) => ({
        tagName,
        attribs: attributes({ href: resolveHref(href, base), title }),
      }),
      img: (tagName, { src = '', alt = '', title, width, height, ...rest }) => ({
        tagName,
        // Pages that load pictures late keep the real address beside `src`.
        attribs: attributes({
          src: resolveImage(rest['data-src'] ?? rest['data-original'] ?? src, base),
          alt,
          title,
          width,
          height,
        }),
      }),
      video: media(base),
      audio: media(base),
      source: (tagName, { src = '', type }) => ({
        tagName,
        attribs: attributes({ src: resolveImage(src, base), type }),
      }),
      iframe: (_, { src = '' }) => embedLink(src, base),
      embed: (_, { src = '' }) => embedLink(src, base),
      b: 'strong',
      i: 'em',
      strike: 'del',
      center: 'div',
    },
    exclusiveFilter: (frame) =>
      (frame.tag === 'img' && !frame.attribs.src) ||
      ((frame.tag === 'video' || frame.tag === 'audio') &&
        !frame.attribs.src &&
        !/source/.test(frame.mediaChildren?.join() ?? '')),
  });
  return tidy(clean);
}

/** Without characters no document may hold, and without empty paragraphs. */
export function tidy(html: string): string {
  return stripIllegal(html).replace(/<p>\s*<\/p>\n?/g, '');
}

function media(base: string): SanitizeHtml.Transformer {
  return (tagName, { src = '', poster = '' }) => ({
    tagName,
    attribs: attributes({ src: resolveImage(src, base), poster: resolveImage(poster, base), controls: '' }),
  });
}

function attributes(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
