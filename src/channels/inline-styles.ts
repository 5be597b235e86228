import type SanitizeHtml from 'sanitize-html';
import { loadLate } from '../load-late.js';

const sanitizeHtml = loadLate<typeof SanitizeHtml>('sanitize-html');

/** What remains of HTML for a medium that knows few tags and no style sheets. */
export interface InlineStyles {
  /** CSS by tag; a tag that is not listed goes, and its content stays. */
  styles: Record<string, string>;
  /** Attributes that stay, by tag. */
  attributes: Record<string, string[]>;
  /** What a tag becomes before its style is added. */
  transform?: Record<string, SanitizeHtml.Transformer>;
}

/**
 * HTML with a style attribute on every element and nothing else that a mail client or an editor would throw away.
 * @param html sanitised already (see content/markdown/sanitize.ts)
 */
export function inlineStyles(html: string, { styles, attributes, transform = {} }: InlineStyles): string {
  const allowed = Object.fromEntries(Object.keys(styles).map((tag) => [tag, [...(attributes[tag] ?? []), 'style']]));
  const withStyle =
    (change?: SanitizeHtml.Transformer): SanitizeHtml.Transformer =>
    (tag, attribs) => {
      const changed = change?.(tag, attribs) ?? { tagName: tag, attribs };
      const { style: _, ...rest } = changed.attribs;
      const style = styles[changed.tagName];
      return { ...changed, attribs: style ? { ...rest, style } : rest };
    };
  return sanitizeHtml()(html, {
    allowedTags: Object.keys(styles),
    allowedAttributes: allowed,
    // The styles are ours; parsing them again would only cost time.
    parseStyleAttributes: false,
    allowedSchemes: ['http', 'https', 'mailto'],
    nestingLimit: 60,
    transformTags: Object.fromEntries(
      [...new Set([...Object.keys(styles), ...Object.keys(transform)])].map((tag) => [tag, withStyle(transform[tag])]),
    ),
  });
}
