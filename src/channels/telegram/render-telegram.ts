import { cleanLines } from '../../message/clean-line.js';
import { joinLines } from '../../message/join-lines.js';
import type { Message, MessageItem, MessageSection } from '../../message/message.js';
import { type Shown, shortenMessage } from '../../message/shorten-message.js';
import { truncate, utf8Bytes, wholeLines } from '../../message/truncate.js';
import { words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { coverOf } from '../cover-of.js';
import { itemFacts, postFacts, tagLine } from '../post-facts.js';
import { webUrl } from '../web-url.js';
import { telegramHashtag, telegramLength, telegramLink, telegramText } from './telegram-html.js';

// core.telegram.org/bots/api#sendmessage: 4096 characters after the markup is read.
const LONGEST_MESSAGE = 4096;
// github.com/tdlib/td, clean_input_string and MAX_USER_ENTITY_COUNT: more than 35,000 bytes are cut before the markup is
// read, and of more than 100 links, bold words … the rest is dropped.
const LONGEST_BYTES = 30_000;
const MOST_ENTITIES = 90;
/** What people read at a glance. */
const LONGEST_TITLE = 250;
const LONGEST_EXCERPT = 300;
const LONGEST_TEXT = 1500;
const LONGEST_NOTE = 500;
const LONGEST_NAME = 60;
const MOST_LINKS = 5;

/** What goes to sendMessage and editMessageText, besides the chat. */
export interface TelegramPayload {
  text: string;
  parse_mode: 'HTML';
  link_preview_options: TelegramPreview;
}

/**
 * The cover is the message's link preview, not a photo with a caption: captions end at 1024 characters, a photo that
 * Telegram cannot load fails the whole message, and an edit could not change the cover.
 */
export type TelegramPreview = { is_disabled: true } | { url: string; prefer_large_media: true; show_above_text: true };

/**
 * Draws a message in Telegram's HTML: pure, and within the limits whatever the message holds. No element of it goes over
 * the end of a line, so that a cut between lines cuts none in two.
 */
export function renderTelegram(message: Message, context: RenderContext): TelegramPayload {
  const { text, cover } = shortenMessage(
    { ...message, sections: message.sections.filter(({ items }) => items.length > 0) },
    (shorter, shown) => {
      const lines = message.kind === 'post' ? postLines(shorter, context) : listLines(shorter, shown, context);
      return { text: joinLines(lines), cover: coverOf(shorter, shown) };
    },
    (drawn) => fits(drawn.text),
  );
  const url = webUrl(cover);
  return {
    text: visible(wholeLines(text, LONGEST_BYTES, utf8Bytes)) || words(context.language).newPost,
    parse_mode: 'HTML',
    link_preview_options: url ? { url, prefer_large_media: true, show_above_text: true } : { is_disabled: true },
  };
}

function fits(text: string): boolean {
  const entities = text.match(/<[a-z]/g)?.length ?? 0;
  return telegramLength(text) <= LONGEST_MESSAGE && utf8Bytes(text) <= LONGEST_BYTES && entities <= MOST_ENTITIES;
}

/** Telegram takes a message without a visible sign for an empty one. */
function visible(html: string): string {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(html.replace(/<[^>]*>/g, '')) ? html : '';
}

function postLines(message: Message, { language }: RenderContext): string[] {
  const say = words(language);
  const facts = postFacts(message, language, ({ name }) => telegramText(name, LONGEST_NAME)).join(' · ');
  return [
    title(message),
    '',
    ...opening(message, LONGEST_EXCERPT),
    '',
    facts,
    tagLine(message, ' ', (tag) => telegramHashtag(tag, LONGEST_NAME)),
    '',
    webUrl(message.url) ? telegramLink(message.url, say.readMore, LONGEST_NAME) : '',
    ...links(message),
  ];
}

function listLines(message: Message, { omitted }: Shown, context: RenderContext): string[] {
  const say = words(context.language);
  const more = webUrl(message.url) ? say.moreOnPage(omitted) : say.more(omitted);
  return [
    title(message),
    '',
    ...opening(message, LONGEST_TEXT),
    '',
    ...message.sections.flatMap((section) => [...sectionLines(section, context), '']),
    omitted > 0 ? telegramLink(message.url, more, LONGEST_TITLE) : '',
    ...links(message),
  ];
}

function title(message: Message): string {
  return bold(telegramLink(message.url, message.title, LONGEST_TITLE));
}

function opening(message: Message, longest: number): string[] {
  const note = telegramText(message.note ?? '', LONGEST_NOTE);
  const text = truncate(cleanLines(message.text ?? ''), longest);
  return [note && `<blockquote>${note}</blockquote>`, ...text.split('\n').map((line) => telegramText(line, longest))];
}

function sectionLines({ heading, items }: MessageSection, context: RenderContext): string[] {
  return [bold(telegramText(heading ?? '', LONGEST_TITLE)), ...items.flatMap((item) => itemLines(item, context))];
}

function itemLines(item: MessageItem, { language }: RenderContext): string[] {
  const facts = itemFacts(item, language, (text) => telegramText(text, LONGEST_TITLE));
  const excerpt = telegramText(item.excerpt ?? '', LONGEST_EXCERPT);
  const line = `• ${[telegramLink(item.url, item.title, LONGEST_TITLE), ...facts].join(' · ')}`;
  return excerpt ? [line, excerpt, ''] : [line];
}

function links(message: Message): string[] {
  return message.actions
    .filter((action) => action.type === 'link')
    .slice(0, MOST_LINKS)
    .map(({ url, label }) => telegramLink(url, label, LONGEST_NAME));
}

function bold(text: string): string {
  return text && `<b>${text}</b>`;
}
