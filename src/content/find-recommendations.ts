import type { Token, Tokens } from 'marked';
import { collapse, textOfHtml, textOfTokens } from './plain-text.js';
import type { Link } from './post.js';

/** How such a section is called, its punctuation and spaces removed. */
const SECTION_NAME =
  /(?:推荐|相关|延伸|扩展|拓展|系列|特辑|往期)(?:推荐)?(?:阅读|文章|好文)$|^(?:本周|每周|本期|精选|往期)推荐$|推荐阅读$|^(?:recommended|further|related|suggested)(?:reading|readings|posts|articles)$|^(?:readmore|readnext)$/;
/** A line that begins or ends the list, but is no title. */
const NOT_A_TITLE = /扫码|关注|公众号|点击|欢迎|长按|二维码|回复|更多文章|加入|阅读原文|查看|以下|如下|[。：:；;，,]$/;
const LONGEST_TITLE = 120;
const LONGEST_NAME = 60;

/** What a post recommends to read (see {@link recommendationSections}); each once, in order. */
export function findRecommendations(tokens: readonly Token[]): Link[] {
  return unique(recommendationSections(tokens).flat());
}

/**
 * The titles and links below each heading or bold line such as 本周推荐阅读 or "Recommended reading", whether they are a
 * list, one link a line, or titles above linked pictures. A title without a link has no `url`.
 */
export function recommendationSections(tokens: readonly Token[]): Link[][] {
  const sections: Link[][] = [];
  for (let at = 0; at < tokens.length; at++) {
    const section = sectionStart(tokens[at] as Token);
    if (!section) continue;
    const end = sectionEnd(tokens, at + 1, section.depth);
    sections.push(linksIn([...section.rest, ...tokens.slice(at + 1, end)]));
    at = end - 1;
  }
  return sections;
}

/** Whether a block names a section of recommendations. */
function sectionStart(token: Token): { depth: number; rest: Token[] } | undefined {
  if (token.type === 'heading') {
    return isSectionName(textOfTokens((token as Tokens.Heading).tokens))
      ? { depth: (token as Tokens.Heading).depth, rest: [] }
      : undefined;
  }
  if (token.type !== 'paragraph') return undefined;
  // A bold or bare line; the list may go on in the same paragraph, below a line break.
  const { tokens: inline = [] } = token as Tokens.Paragraph;
  const [line = [], ...others] = splitLines(inline);
  if (!line.every((each) => ['strong', 'em', 'text', 'escape', 'html'].includes(each.type))) return undefined;
  const text = textOfTokens(line);
  const bold = line.some((each) => each.type === 'strong' || each.type === 'em') || /^\s*(?:#{1,6}|[【「])/.test(text);
  if (!isSectionName(text) || (!bold && collapse(text).length > 10)) return undefined;
  return { depth: 7, rest: others.length > 0 ? [paragraphOf(others)] : [] };
}

function isSectionName(text: string): boolean {
  if (text.length > LONGEST_NAME) return false;
  const name = text
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .toLowerCase();
  return name.length <= 24 && SECTION_NAME.test(name);
}

/** The section goes on to the next heading of its level, or to the next bold line when it began with one. */
function sectionEnd(tokens: readonly Token[], from: number, depth: number): number {
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.type === 'heading' && (token as Tokens.Heading).depth <= depth) return at;
    if (token.type === 'code' || sectionStart(token)) return at;
  }
  return tokens.length;
}

/** The links of a section's blocks. A prose line after the first link ends the list. */
function linksIn(blocks: readonly Token[]): Link[] {
  const links: Link[] = [];
  /** A title that may get its link from a picture below it. */
  let title = '';
  let certain = false;
  for (const line of blocks.flatMap(linesOf)) {
    const found = linkOf(line);
    const text = collapse(textOfTokens(line.tokens));
    if (found) {
      if (title !== '' && certain) links.push({ title });
      links.push(found);
      title = '';
    } else if (text === '') {
      const url = pictureLink(line.tokens);
      if (url !== undefined && title !== '') links.push({ title, url });
      if (url !== undefined) title = '';
    } else {
      if (title !== '') links.push({ title });
      title = '';
      certain = line.item;
      if (isTitle(text)) title = withoutNumber(text);
      else if (links.length > 0 && !line.item) break;
    }
  }
  if (title !== '') links.push({ title });
  return links;
}

interface Line {
  tokens: Token[];
  /** It is a list item, not a line of prose. */
  item: boolean;
}

function linesOf(block: Token): Line[] {
  switch (block.type) {
    case 'paragraph':
    case 'text':
      return splitLines((block as Tokens.Paragraph).tokens ?? [block]).map((tokens) => ({ tokens, item: false }));
    case 'list':
      return (block as Tokens.List).items.flatMap(itemLines);
    case 'blockquote':
      return (block as Tokens.Blockquote).tokens.flatMap(linesOf);
    case 'table':
      return (block as Tokens.Table).rows.flat().map((cell) => ({ tokens: cell.tokens, item: true }));
    case 'html':
      return [...block.raw.matchAll(/<a\b[^>]*\bhref=["']([^"']+)["'][^>]*>([\s\S]*?)<\/a>/gi)].map(
        ([raw, href, inner]) => {
          const text = textOfHtml(inner as string);
          return {
            item: true,
            tokens: [{ type: 'link', raw, href, text, tokens: [{ type: 'text', raw: text, text }] }] as Token[],
          };
        },
      );
    default:
      return [];
  }
}

/** An item is one line, however its text is wrapped; lists inside it are lines of their own. */
function itemLines(item: Tokens.ListItem): Line[] {
  const own = item.tokens.filter((token) => token.type !== 'list');
  const nested = item.tokens.filter((token) => token.type === 'list');
  const tokens = own.flatMap((token) => (token as Tokens.Paragraph).tokens ?? [token]);
  return [{ tokens, item: true }, ...nested.flatMap(linesOf)];
}

/** Inline tokens by the lines they stand on: a line break, or a newline in the text. */
function splitLines(inline: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const token of inline) {
    if (token.type === 'br' || (token.type === 'html' && /^<br\b/i.test(token.raw))) lines.push([]);
    else if (token.type === 'text' && token.raw.includes('\n')) {
      for (const [index, text] of (token as Tokens.Text).text.split('\n').entries()) {
        if (index > 0) lines.push([]);
        (lines.at(-1) as Token[]).push({ type: 'text', raw: text, text });
      }
    } else (lines.at(-1) as Token[]).push(token);
  }
  return lines.filter((line) => line.some((token) => token.raw.trim() !== ''));
}

function paragraphOf(lines: Token[][]): Token {
  const tokens = lines.flatMap((line, index) => (index === 0 ? line : [{ type: 'br', raw: '\n' } as Token, ...line]));
  return { type: 'paragraph', raw: '\n', text: '', tokens };
}

/** The line's first link with words in it; an address that is its own text takes the words before it for a title. */
function linkOf({ tokens, item }: Line): Link | undefined {
  for (const token of flatten(tokens)) {
    if (token.type !== 'link') continue;
    const { href, tokens: inner } = token as Tokens.Link;
    const title = collapse(textOfTokens(inner));
    if (title === '') continue;
    const before = collapse(textOfTokens(tokens.slice(0, tokens.indexOf(token)))).replace(/[:：\s]+$/, '');
    const isAddress = /^(?:https?:\/\/|www\.)/i.test(title);
    // A link within a sentence is not one of the list.
    const longest = isAddress ? LONGEST_TITLE / 2 : title.length;
    if (!item && withoutNumber(before).length > longest) return undefined;
    const name = isAddress && before !== '' ? withoutNumber(before) : title;
    return { title: name.slice(0, 300), ...(href !== '' && { url: href }) };
  }
  return undefined;
}

/** Tokens with those inside bold, italics and the like in their place. */
function flatten(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) =>
    ['strong', 'em', 'del', 'text'].includes(token.type)
      ? [token, ...flatten((token as Tokens.Strong).tokens ?? [])]
      : [token],
  );
}

function pictureLink(tokens: readonly Token[]): string | undefined {
  const link = flatten(tokens).find((token) => token.type === 'link') as Tokens.Link | undefined;
  return link?.href || undefined;
}

function isTitle(text: string): boolean {
  return text.length <= LONGEST_TITLE && !NOT_A_TITLE.test(text) && /\p{L}/u.test(text);
}

/** `1、Title`, `(2) Title`, `• Title`, without what numbers it. */
function withoutNumber(text: string): string {
  return text.replace(/^\s*(?:[（(]?\d{1,2}[)）.、．]\s*|[-•·●▪◆*]\s+)/, '');
}

function unique(links: Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter((link) => {
    const key = `${link.title}\n${link.url ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}
