import { cleanLine } from '../../message/clean-line.js';
import { joinLines } from '../../message/join-lines.js';
import type { Message, MessageItem, MessageSection } from '../../message/message.js';
import { shortenMessage } from '../../message/shorten-message.js';
import { truncate, utf8Bytes, wholeLines } from '../../message/truncate.js';
import { words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { fullWidthLines, fullWidthLink, fullWidthText } from '../full-width-markdown.js';
import { itemFacts, postFacts, tagLine } from '../post-facts.js';
import { markdownUrl, webUrl } from '../web-url.js';

// developer.work.weixin.qq.com/document/path/99110: bytes of UTF-8. What is longer in an article, WeCom cuts without a mark.
const LONGEST_MARKDOWN = 4096;
const LONGEST_ARTICLE_TITLE = 128;
const LONGEST_ARTICLE_TEXT = 512;
/** Bytes of an article's text for the author's own line and for the small print; the excerpt gets the rest. */
const LONGEST_ARTICLE_LINE = 150;
/** What people read at a glance, in characters. */
const LONGEST_TITLE = 200;
const LONGEST_TEXT = 400;
const LONGEST_NOTE = 150;
const LONGEST_NAME = 60;
const MOST_LINKS = 5;
/** WeCom draws JPG and PNG; an address that does not say what it is may be either. */
const OTHER_PICTURE = /\.(?:svg|webp|avif|gif)$/i;

/** The message shapes we use. `markdown` and not `markdown_v2`, which clients before 4.1.36 show raw. */
export type WecomPayload =
  | { msgtype: 'news'; news: { articles: [WecomArticle] } }
  | { msgtype: 'markdown'; markdown: { content: string } };

export interface WecomArticle {
  title: string;
  description?: string;
  url: string;
  picurl?: string;
}

/** Draws a post as an article with its cover, and lists as Markdown: pure, and within the limits whatever the message holds. */
export function renderWecom(message: Message, context: RenderContext): WecomPayload {
  const url = webUrl(message.url);
  if (message.kind === 'post' && url) return article(message, url, context);
  const content = shortenMessage(
    { ...message, sections: message.sections.filter(({ items }) => items.length > 0) },
    (shorter, { omitted }) => listText(shorter, omitted, context),
    (text) => utf8Bytes(text) <= LONGEST_MARKDOWN,
  );
  // What is around a list may still be too long; it is cut between lines, so that no link is cut in two.
  return { msgtype: 'markdown', markdown: { content: wholeLines(content, LONGEST_MARKDOWN, utf8Bytes) } };
}

/** Articles are plain text: nothing in them is markup or mentions anybody. */
function article(message: Message, url: string, { language }: RenderContext): WecomPayload {
  const line = (text: string) => truncate(cleanLine(text), LONGEST_ARTICLE_LINE, utf8Bytes);
  const note = line(message.note ?? '');
  const facts = line(postFacts(message, language, ({ name }) => cleanLine(name)).join(' · '));
  const room = LONGEST_ARTICLE_TEXT - utf8Bytes([note, '', facts].join('\n'));
  const excerpt = truncate(cleanLine(message.text ?? ''), room, utf8Bytes);
  const description = [note, excerpt, facts].filter(Boolean).join('\n');
  const picurl = picture(message.cover);
  const title = truncate(cleanLine(message.title), LONGEST_ARTICLE_TITLE, utf8Bytes) || words(language).newPost;
  return {
    msgtype: 'news',
    news: { articles: [{ title, ...(description && { description }), url, ...(picurl && { picurl }) }] },
  };
}

function picture(cover: string | undefined): string | undefined {
  const url = webUrl(cover);
  return url && !OTHER_PICTURE.test(new URL(url).pathname) ? url : undefined;
}

function listText(message: Message, omitted: number, context: RenderContext): string {
  const say = words(context.language);
  const lines = [
    `### ${fullWidthText(message.title, LONGEST_TITLE) || say.newPost}`,
    fullWidthLines(message.note ?? '', LONGEST_NOTE),
    fullWidthLines(message.text ?? '', LONGEST_TEXT),
    ...(message.kind === 'post' ? smallPrint(message, context) : []),
    ...message.sections.flatMap((section) => ['', ...sectionLines(section, context)]),
    '',
    pageLink(message, omitted, context),
    ...message.actions
      .filter((action) => action.type === 'link')
      .slice(0, MOST_LINKS)
      .map(({ url, label }) => fullWidthLink(url, label, LONGEST_NAME)),
  ];
  return joinLines(lines);
}

function smallPrint(message: Message, { language }: RenderContext): string[] {
  const say = words(language);
  const facts = postFacts(message, language, ({ name }) => fullWidthText(name, LONGEST_NAME)).join(' · ');
  const tags = tagLine(message, say.comma, (tag) => fullWidthText(tag, LONGEST_NAME));
  return [grey(facts), grey(tags && `${say.tags}${say.colon}${tags}`)];
}

function sectionLines({ heading, items }: MessageSection, context: RenderContext): string[] {
  const name = fullWidthText(heading ?? '', LONGEST_TITLE);
  return [...(name ? [`**${name}**`] : []), ...items.flatMap((item) => itemLines(item, context))];
}

/** Lists are not in the subset, so the dots are ours. */
function itemLines(item: MessageItem, { language }: RenderContext): string[] {
  const facts = itemFacts(item, language, (text) => fullWidthText(text, LONGEST_TITLE)).join(' · ');
  const title = fullWidthLink(item.url, item.title, LONGEST_TITLE);
  const excerpt = fullWidthText(item.excerpt ?? '', LONGEST_TEXT);
  const line = `• ${[title, grey(facts)].filter(Boolean).join(' ')}`;
  return excerpt ? [line, `> ${excerpt}`] : [line];
}

function pageLink(message: Message, omitted: number, { language }: RenderContext): string {
  const say = words(language);
  if (!markdownUrl(message.url)) return omitted > 0 ? grey(say.more(omitted)) : '';
  return fullWidthLink(message.url, omitted > 0 ? say.moreOnPage(omitted) : say.openPage, LONGEST_TITLE);
}

function grey(text: string): string {
  return text && `<font color="comment">${text}</font>`;
}
