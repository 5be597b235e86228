import { parseMarkdown, renderAsText, renderTokens } from '../../content/markdown/parse-markdown.js';
import { textOfHtml } from '../../content/plain-text.js';
import { cleanLine } from '../../message/clean-line.js';
import { cleanMessage } from '../../message/clean-message.js';
import type { Language, Message, MessageItem } from '../../message/message.js';
import { shortenMessage } from '../../message/shorten-message.js';
import { truncate, utf8Bytes } from '../../message/truncate.js';
import { words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { htmlText } from '../html-markup.js';
import { itemFacts, postFacts } from '../post-facts.js';
import { webUrl } from '../web-url.js';
import { articleMarkup, picturesOf, topLevel, withFootnotes } from './article-markup.js';
import { wechatWords } from './wechat-words.js';

/*
 * A draft of an Official Account: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_add. The limits
 * below are that page's, in signs (字), counted here as UTF-16 units: "标题，总长度不超过32个字", author 16, digest 128
 * (120 in older pages), content "必须少于2万字符，小于1M", content_source_url 1 KB.
 */
const LONGEST_TITLE = 32;
const LONGEST_AUTHOR = 16;
const LONGEST_DIGEST = 120;
const LONGEST_CONTENT = 19_900;
/** Bytes. */
const LARGEST_CONTENT = 1_000_000;
const LONGEST_SOURCE_URL = 1_000;
/** Signs of an address that WeChat gives a picture, with room. */
const PICTURE_URL = 220;
const LONGEST_TEXT = 1_500;
const LONGEST_NAME = 60;

/** A draft before its pictures are uploaded: their addresses are still those on the web. */
export interface WechatPayload {
  article: WechatArticle;
  /** Where the cover comes from; absent: one of a plain colour is made. */
  cover?: string;
  /** Of the notes that take the place of pictures which cannot be uploaded. */
  language: Language;
  /** For an account whose content is counted with its markup (the page does not say which it is): so much of it as fits then. */
  shorter?: string;
}

export interface WechatArticle {
  title: string;
  author: string;
  digest: string;
  content: string;
  content_source_url?: string;
}

export interface WechatDrawingOptions {
  /** Default the post's authors. */
  author?: string;
  /** For posts without a picture. */
  cover?: string;
}

/** Draws a message as a draft: pure, and within the limits whatever the message holds. */
export function renderWechat(
  message: Message,
  context: RenderContext,
  options: WechatDrawingOptions = {},
): WechatPayload {
  const clean = cleanMessage(message);
  const drawn = topLevel(articleMarkup(htmlOf(clean, context.language)));
  // An empty article is refused (44004).
  const blocks = drawn.length > 0 ? drawn : [`<p>${htmlText(clean.title)}</p>`];
  const content = fitting(blocks, context.language, (html) => textOfHtml(html).length <= LONGEST_CONTENT);
  const names = clean.authors.map(({ name }) => name).join(words(context.language).comma);
  const source = sourceUrl(clean.url, context.deliveryId);
  const cover = webUrl(clean.cover) ?? picturesOf(content)[0] ?? webUrl(options.cover);
  const short = withLongAddresses(content).length <= LONGEST_CONTENT;
  return {
    article: {
      title: truncate(clean.title, LONGEST_TITLE),
      author: truncate(cleanLine(options.author || names), LONGEST_AUTHOR),
      digest: truncate(cleanLine(clean.note || clean.text || ''), LONGEST_DIGEST),
      content,
      ...(source !== undefined && { content_source_url: source }),
    },
    ...(cover !== undefined && { cover }),
    language: context.language,
    ...(!short && {
      shorter: fitting(blocks, context.language, (html) => withLongAddresses(html).length <= LONGEST_CONTENT),
    }),
  };
}

/** The mark by which a draft is known again: behind `#`, where it changes nothing for the reader. */
export function draftMark(deliveryId: string): string {
  return `#postrider-${deliveryId}`;
}

/** Where "阅读原文" leads. An address that has a part behind `#` already keeps it. */
function sourceUrl(url: string | undefined, deliveryId: string | undefined): string | undefined {
  const target = webUrl(url);
  if (target === undefined) return undefined;
  const marked = deliveryId === undefined || target.includes('#') ? target : target + draftMark(deliveryId);
  return utf8Bytes(marked) <= LONGEST_SOURCE_URL ? marked : undefined;
}

/** As many blocks as fit, with their footnotes and, when some are left out, the way to the rest. */
function fitting(blocks: readonly string[], language: Language, fits: (html: string) => boolean): string {
  const say = wechatWords(language);
  const whole = (count: number) => {
    const rest = count < blocks.length ? [`<p>${htmlText(say.rest)}</p>`] : [];
    return frame(withFootnotes([...blocks.slice(0, count), ...rest].join('\n'), say.references));
  };
  const good = (html: string) => fits(html) && utf8Bytes(withLongAddresses(html)) < LARGEST_CONTENT;
  if (good(whole(blocks.length))) return whole(blocks.length);
  let [most, tooMany] = [0, blocks.length];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (good(whole(middle))) most = middle;
    else tooMany = middle;
  }
  return whole(most);
}

function frame(html: string): string {
  return `<section style="font-size:16px;line-height:1.75;color:#2b2f38;word-break:break-word">${html}</section>`;
}

/** The content as long as it may become when pictures get WeChat's addresses. */
function withLongAddresses(html: string): string {
  return html.replace(
    /(<img\b[^>]*? src=")([^"]*)/g,
    (_, before: string, src: string) => before + src.padEnd(PICTURE_URL, 'x'),
  );
}

/** The article where the message carries it, an edition's own text, or what announces the post. */
function htmlOf(message: Message, language: Language): string {
  if (message.article) return message.article;
  if (message.body) return markdownHtml(message.body, webUrl(message.url) ?? 'about:blank');
  return shortenMessage(
    message,
    (shorter, { omitted }) => summaryHtml(shorter, omitted, language),
    (html) => textOfHtml(html).length <= LONGEST_CONTENT,
  );
}

function markdownHtml(markdown: string, base: string): string {
  try {
    return renderTokens(
      parseMarkdown(markdown, base, () => undefined),
      base,
    );
  } catch {
    // Nested beyond what the parser can hold: the words count.
    return renderAsText(markdown);
  }
}

function summaryHtml(message: Message, omitted: number, language: Language): string {
  const { cover, title, note, text, sections, tags, url, kind } = message;
  const facts = postFacts(message, language, ({ name }) => truncate(name, LONGEST_NAME)).join(' · ');
  const blocks = [
    facts && `<p><small>${htmlText(facts)}</small></p>`,
    kind === 'post' && picture(cover, title),
    note && `<blockquote>${htmlText(truncate(note, LONGEST_TEXT))}</blockquote>`,
    text && `<p>${htmlText(truncate(text, LONGEST_TEXT)).replace(/\n/g, '<br>')}</p>`,
    ...sections.flatMap(({ heading, items }) => [
      heading && `<h3>${htmlText(truncate(heading, LONGEST_NAME))}</h3>`,
      ...items.map((item) => itemHtml(item, language)),
    ]),
    omitted > 0 && `<p>${htmlText(words(language).more(omitted))}</p>`,
    tags.length > 0 &&
      `<p>${tags
        .slice(0, 8)
        .map((tag) => `#${htmlText(truncate(tag, LONGEST_NAME))}`)
        .join(' ')}</p>`,
    webUrl(url) && `<p>${htmlText(wechatWords(language).readOriginal)}</p>`,
  ];
  return blocks.filter(Boolean).join('\n');
}

function itemHtml(item: MessageItem, language: Language): string {
  const { title, url, cover, excerpt } = item;
  const target = webUrl(url);
  const name = `<strong>${htmlText(truncate(title, 250))}</strong>`;
  const facts = itemFacts(item, language, (text) => truncate(text, LONGEST_NAME)).join(' · ');
  const lines = [
    target ? `<a href="${htmlText(target)}">${name}</a>` : name,
    facts && `<small>${htmlText(facts)}</small>`,
    excerpt && htmlText(excerpt),
  ];
  return `${picture(cover, title)}<p>${lines.filter(Boolean).join('<br>')}</p>`;
}

function picture(cover: string | undefined, alt: string): string {
  const src = webUrl(cover);
  return src ? `<p><img src="${htmlText(src)}" alt="${htmlText(truncate(alt, LONGEST_NAME))}"></p>` : '';
}
