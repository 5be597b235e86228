import { formatDate } from '../../message/format-date.js';
import type { Language, Message, MessageItem } from '../../message/message.js';
import { truncate, utf8Bytes } from '../../message/truncate.js';
import { words } from '../../message/words.js';
import { htmlText } from '../html-markup.js';
import { itemFacts, postFacts } from '../post-facts.js';
import { webUrl } from '../web-url.js';
import { editionRows } from './edition-rows.js';
import * as rows from './email-blocks.js';
import { emailDocument } from './email-document.js';
import type { EmailWords } from './email-words.js';

/** Gmail clips a mail at 102 KB and hides the rest, the link to unsubscribe among it (support.google.com/mail, "message clipped"). Bytes. */
export const LONGEST_HTML = 100_000;
const LONGEST_PREHEADER = 140;
const LONGEST_EXCERPT = 120;

/** What stands around every message of a channel. */
export interface Stationery {
  language: Language;
  say: EmailWords;
  /** Who it comes from, by name. */
  sender: string;
  /** https: or mailto: */
  unsubscribe: string;
}

/** The quiet line of a post: who wrote it, and how long it takes to read. The date stands above. */
export function bylineOf(message: Message, language: Language): string {
  return postFacts({ ...message, date: undefined }, language, ({ name }) => name).join(' · ');
}

/** A post or a list as HTML. @param omitted items that the message leaves out */
export function letter(message: Message, stationery: Stationery, omitted: number): string {
  const { language } = stationery;
  const { kind, title, url, cover, note, text, tags, sections } = message;
  const page = webUrl(url);
  const more = page ? words(language).moreOnPage(omitted) : words(language).more(omitted);
  return sheet(message, stationery, [
    ...topRows(message, stationery),
    ...(kind === 'post' ? [rows.cover(cover, title, url)] : []),
    ...(note ? [rows.note(note)] : []),
    ...(text ? [rows.paragraph(text)] : []),
    ...sections.flatMap((section, index) => [
      ...(section.heading ? [rows.heading(section.heading)] : []),
      ...section.items.map((item, at) =>
        kind !== 'reply' && index === 0 && at === 0 ? leading(item, language) : rows.listCard(cardOf(item, language)),
      ),
    ]),
    ...(omitted > 0 ? [rows.meta(more)] : []),
    ...(tags.length > 0 ? [rows.tags(tags)] : []),
    ...actionRows(message, stationery),
  ]);
}

/** An edition in its editor's own words. What does not fit is on its page. */
export function editionLetter(message: Message, body: string, stationery: Stationery): string {
  const items = message.sections.flatMap((section) => section.items);
  const top = topRows(message, stationery);
  const told = editionRows(body, webUrl(message.url) ?? 'about:blank', items, (item) =>
    cardOf(item, stationery.language),
  );
  const actions = actionRows(message, stationery);
  const whole = sheet(message, stationery, [...top, ...told, ...actions]);
  if (utf8Bytes(whole) <= LONGEST_HTML) return whole;
  const end = [rows.paragraph(stationery.say.rest), ...actions];
  let room = LONGEST_HTML - utf8Bytes(sheet(message, stationery, [...top, ...end]));
  const tooMany = told.findIndex((each) => {
    room -= utf8Bytes(each);
    return room < 0;
  });
  return sheet(message, stationery, [...top, ...told.slice(0, tooMany), ...end]);
}

function sheet(message: Message, stationery: Stationery, content: string[]): string {
  const preview = message.note || message.text || message.sections[0]?.items[0]?.title || '';
  return emailDocument({
    ...stationery,
    lang: stationery.language === 'zh' ? 'zh-CN' : 'en',
    title: message.title,
    preheader: truncate(preview.replace(/\s+/g, ' '), LONGEST_PREHEADER),
    rows: content,
  });
}

function topRows(message: Message, { sender, language }: Stationery): string[] {
  const byline = bylineOf(message, language);
  return [
    rows.masthead(sender, message.date ? formatDate(message.date, language) : ''),
    rows.title(message.title, message.url),
    ...(byline ? [rows.meta(byline)] : []),
  ];
}

/** The way to the whole thing as a button, and whatever else can be pressed below it. */
function actionRows({ kind, url, actions }: Message, { language, say }: Stationery): string[] {
  const page = webUrl(url);
  const others = actions.flatMap((action) => {
    if (action.type === 'command') return [rows.meta(words(language).send(action.label, action.command))];
    const href = webUrl(action.url);
    return href && href !== page ? [rows.button(action.label, href)] : [];
  });
  return [...(page ? [rows.button(kind === 'post' ? words(language).readMore : say.onThePage, page)] : []), ...others];
}

function leading(item: MessageItem, language: Language): string {
  const card = cardOf(item, language);
  return webUrl(item.cover) ? rows.leadCard(card) : rows.listCard(card);
}

function cardOf(item: MessageItem, language: Language): rows.Card {
  const { title, url, cover, excerpt } = item;
  const detail = itemFacts(item, language, (text) => text).join(' · ');
  return {
    title,
    ...{ url, cover },
    ...(excerpt && { excerpt: truncate(excerpt, LONGEST_EXCERPT) }),
    ...(detail && { detail: htmlText(detail) }),
  };
}
