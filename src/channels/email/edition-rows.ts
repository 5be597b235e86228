import type { Token, Tokens } from 'marked';
import { parseMarkdown, renderAsText, renderTokens } from '../../content/markdown/parse-markdown.js';
import { textOfTokens } from '../../content/plain-text.js';
import type { MessageItem } from '../../message/message.js';
import { webUrl } from '../web-url.js';
import { type Card, heading, leadCard, listCard, prose } from './email-blocks.js';
import { styledInline, styledProse } from './prose-styles.js';

/** What editors put between a title and the words after it. */
const BEFORE_DETAIL = /^[\s，,、·:：—–\-|]+/;

/**
 * An edition's text as rows of a letter: the editor's words in their order, but a list of articles that the edition knows
 * is drawn with their pictures and first words.
 * @param base absolute URL relative links start from
 * @param cardOf what is known about an article, without what the editor wrote
 */
export function editionRows(
  markdown: string,
  base: string,
  items: readonly MessageItem[],
  cardOf: (item: MessageItem) => Card,
): string[] {
  const known = new Map(items.map((item) => [webUrl(item.url), item]));
  known.delete(undefined);
  let first = true;
  return tokensOf(markdown, base).flatMap((token): string[] => {
    if (token.type === 'space') return [];
    if (isPlainHeading(token)) return [heading(textOfTokens(token.tokens))];
    const cards = token.type === 'list' ? cardsOf(token as Tokens.List, base, known, cardOf) : undefined;
    if (!cards) return [prose(styledProse(renderTokens([token], base)))];
    const drawn = cards.map((card, index) => (first && index === 0 && card.cover ? leadCard(card) : listCard(card)));
    first = false;
    return drawn;
  });
}

function tokensOf(markdown: string, base: string): Token[] {
  try {
    return parseMarkdown(markdown, base, () => undefined);
  } catch {
    // Nested beyond what the parser can hold: the words count.
    const text = renderAsText(markdown);
    return [{ type: 'html', raw: text, text, block: true, pre: false } as Tokens.HTML];
  }
}

/** One without a link in it. */
function isPlainHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading' && !(token as Tokens.Heading).tokens.some(({ type }) => type === 'link');
}

/** A list whose every line begins with the link of a known article; undefined for any other. */
function cardsOf(
  list: Tokens.List,
  base: string,
  known: ReadonlyMap<string | undefined, MessageItem>,
  cardOf: (item: MessageItem) => Card,
): Card[] | undefined {
  const cards = list.items.map((entry) => {
    const [block, ...others] = entry.tokens;
    const inline = block && 'tokens' in block ? (block.tokens ?? []) : [];
    const [start, ...after] = inline;
    const link = start && bareLink(start);
    const item = link && known.get(webUrl(link.href));
    if (!item || others.length > 0) return undefined;
    const card = cardOf(item);
    const detail = detailOf(after, base);
    return { ...card, title: textOfTokens(link.tokens) || card.title, ...(detail && { detail }) };
  });
  return cards.every((card) => card !== undefined) ? cards : undefined;
}

/** The link itself, or a bold one. */
function bareLink(token: Token): Tokens.Link | undefined {
  if (token.type === 'link') return token as Tokens.Link;
  const [only, second] = token.type === 'strong' ? ((token as Tokens.Strong).tokens ?? []) : [];
  return only?.type === 'link' && second === undefined ? (only as Tokens.Link) : undefined;
}

/** What the editor wrote after the title, without the comma or the brackets that joined it. */
function detailOf(tokens: Token[], base: string): string {
  const html = styledInline(renderTokens([{ type: 'paragraph', raw: '', text: '', tokens } as Tokens.Paragraph], base))
    .replace(/^<p[^>]*>|<\/p>$/g, '')
    .replace(BEFORE_DETAIL, '')
    .trim();
  return html.replace(/^（([^（）]*)）$/, '$1').replace(/^\(([^()]*)\)$/, '$1');
}
