/** A text as Telegram reads it. */
export interface TelegramText {
  /** What is shown. */
  text: string;
  entities: { type: string; offset: number; length: number; url?: string }[];
}

const TAGS = ['a', 'b', 'strong', 'i', 'em', 's', 'u', 'pre', 'code', 'blockquote'];
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/**
 * Telegram's HTML, as strict as its server: core.telegram.org/bots/api#html-style
 * @throws an Error with the server's words when it is not well-formed
 */
export function parseTelegramHtml(html: string): TelegramText {
  const open: { tag: string; offset: number; url?: string }[] = [];
  const entities: TelegramText['entities'] = [];
  let text = '';
  for (const [piece, close, tag, attributes] of html.matchAll(
    /<(\/?)([a-z]*)([^>]*)>|&(?:#\d+|#x[\da-f]+|\w+);?|[^<&]+|[<&]/gi,
  )) {
    if (piece === '<') throw new Error(`Can't parse entities: Unclosed start tag at byte offset ${text.length}`);
    if (!piece.startsWith('<')) {
      text += piece.replace(/^&(lt|gt|amp|quot);$/, (_, name: string) => ENTITIES[name] ?? '');
      continue;
    }
    if (close) {
      const last = open.pop();
      if (!last) throw new Error("Can't parse entities: Unexpected end tag");
      if (last.tag !== tag)
        throw new Error(`Can't parse entities: Unmatched end tag, expected "</${last.tag}>", found "</${tag}>"`);
      if (text.length > last.offset) {
        entities.push({ type: tag, offset: last.offset, length: text.length - last.offset, url: last.url });
      }
      continue;
    }
    if (!tag || !TAGS.includes(tag)) throw new Error(`Can't parse entities: Unsupported start tag "${tag}"`);
    const href = /^ href="([^"<>]*)"$/.exec(attributes ?? '')?.[1];
    if (tag === 'a' ? href === undefined : attributes !== '')
      throw new Error(`Can't parse entities: attributes of "${tag}"`);
    open.push({ tag, offset: text.length, url: href?.replaceAll('&amp;', '&') });
  }
  const [left] = open;
  if (left) throw new Error(`Can't parse entities: Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities };
}
