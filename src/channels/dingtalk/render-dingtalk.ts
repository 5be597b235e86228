import { cleanLine } from '../../message/clean-line.js';
import { formatDate } from '../../message/format-date.js';
import type { Message, MessageAction, MessageItem, MessageSection } from '../../message/message.js';
import { type Shown, shortenMessage } from '../../message/shorten-message.js';
import { truncate, utf8Bytes, wholeLines } from '../../message/truncate.js';
import { type Words, words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { renderMessageTemplate } from '../message-template.js';
import { dingtalkImage, dingtalkLines, dingtalkLink, dingtalkText, linkableUrl } from './dingtalk-markdown.js';

// The platform refuses bodies over 20,000 bytes ("message too long, exceed 20000 bytes"); room is left for what the sender adds.
const LONGEST_BODY = 19_000;
/** Shown in the conversation list, which cuts it much earlier. */
const LONGEST_TITLE = 200;
const LONGEST_EXCERPT = 240;
const LONGEST_TEXT = 1500;
const LONGEST_NOTE = 500;
/** Bytes. JSON may double them. */
const LONGEST_TEMPLATE = 8_000;
const LONGEST_NAME = 60;
const MOST_AUTHORS = 5;
const MOST_TAGS = 8;
const MOST_BUTTONS = 5;
/** Longer lists are drawn as markdown: a feed card has no room for more. */
const MOST_FEED_LINKS = 10;

export const DINGTALK_STYLES = ['markdown', 'actionCard', 'feedCard'] as const;
export type DingtalkStyle = (typeof DINGTALK_STYLES)[number];

export interface DingtalkDrawingOptions {
  /** Default markdown. A card that lacks what it needs (a link; pictures) is drawn as markdown. */
  style?: DingtalkStyle;
  /** A word the robot's security setting asks for; it is added where the message lacks it. */
  keyword?: string;
  /** A Liquid template in DingTalk's Markdown that takes the place of a post's text. */
  template?: string;
  /** Bytes the drawing may have as JSON; default what the webhooks take. */
  longest?: number;
}

/** The message shapes we use; open.dingtalk.com/document/…/robot-message-type */
export type DingtalkDrawing =
  | { msgtype: 'markdown'; markdown: { title: string; text: string } }
  | { msgtype: 'actionCard'; actionCard: DingtalkActionCard }
  | { msgtype: 'feedCard'; feedCard: { links: { title: string; messageURL: string; picURL: string }[] } };

export type DingtalkActionCard = { title: string; text: string; btnOrientation: '0' | '1' } & (
  | { singleTitle: string; singleURL: string }
  | { btns: { title: string; actionURL: string }[] }
);

/** Draws a message for a DingTalk robot, webhook or session webhook: pure, and within the limits whatever the message holds. */
export function renderDingtalk(
  message: Message,
  context: RenderContext,
  options: DingtalkDrawingOptions = {},
): DingtalkDrawing {
  if (options.style === 'feedCard') {
    const card = feedCard(message, options);
    if (card) return card;
  }
  const links = options.style === 'actionCard' ? cardButtons(message, words(context.language)) : [];
  if (options.template !== undefined && message.kind === 'post') {
    const text = templateText(options.template, message, context);
    return draw(notification(message, words(context.language)), withKeyword(text, '\n\n', options), links);
  }
  return shortenMessage(
    { ...message, sections: message.sections.filter(({ items }) => items.length > 0) },
    (shorter, shown) => {
      const title = notification(message, words(context.language));
      const body = paragraphs(shorter, shown, context, links.length > 0).join('\n\n');
      return draw(title, withKeyword(body, '\n\n', options), links);
    },
    (drawing) => utf8Bytes(JSON.stringify(drawing)) <= (options.longest ?? LONGEST_BODY),
  );
}

/** The template's own Markdown, cut between lines, so that no link is cut in two. */
function templateText(template: string, message: Message, context: RenderContext): string {
  const escapeText = (text: string) => dingtalkText(text, LONGEST_TEXT);
  const escapeUrl = (url: string) => linkableUrl(url) ?? '';
  const text = renderMessageTemplate(template, message, context.language, escapeText, escapeUrl);
  return wholeLines(text, LONGEST_TEMPLATE, utf8Bytes) || dingtalkLink(message.url, message.title, LONGEST_TITLE);
}

function draw(title: string, text: string, links: CardButton[]): DingtalkDrawing {
  const [single, ...others] = links;
  if (!single) return { msgtype: 'markdown', markdown: { title, text } };
  const card = { title, text, btnOrientation: '0' as const };
  return {
    msgtype: 'actionCard',
    actionCard:
      others.length === 0
        ? { ...card, singleTitle: single.title, singleURL: single.actionURL }
        : { ...card, btns: links },
  };
}

/** What the conversation list shows. */
function notification(message: Message, say: Words): string {
  const title = truncate(cleanLine(message.title), LONGEST_TITLE);
  return message.kind === 'post' ? `${say.newPost}${say.colon}${title}` : title || say.newPost;
}

function paragraphs(message: Message, shown: Shown, context: RenderContext, hasButtons: boolean): string[] {
  const say = words(context.language);
  const parts = [
    dingtalkLines(message.note ?? '', LONGEST_NOTE),
    `### ${dingtalkLink(message.url, message.title, LONGEST_TITLE)}`,
    dingtalkImage(message.cover),
    dingtalkLines(message.text ?? '', message.kind === 'post' ? LONGEST_EXCERPT : LONGEST_TEXT),
    ...(message.kind === 'post' ? [facts(message, context, say), tagLine(message, say)] : []),
    ...message.sections.flatMap((section) => sectionParagraphs(section, context, shown)),
    shown.omitted > 0 ? omittedLine(message, shown.omitted, say) : '',
    message.kind === 'post' && !hasButtons ? dingtalkLink(message.url, say.readMore, LONGEST_TITLE) : '',
    ...message.actions.slice(0, MOST_BUTTONS).map((action) => actionLine(action, say, hasButtons)),
  ];
  return parts.filter(Boolean);
}

function sectionParagraphs({ heading: name, items }: MessageSection, context: RenderContext, shown: Shown): string[] {
  const head = name ? `**${dingtalkText(name, LONGEST_TITLE)}**` : '';
  const single = shown.items === 1 && shown.omitted === 0;
  if (items.some((item) => item.excerpt) || single) {
    return [head, ...items.flatMap((item) => itemParagraphs(item, context, single))];
  }
  return [head, items.map((item) => `- ${itemLine(item, context)}`).join('\n')];
}

function itemParagraphs(item: MessageItem, context: RenderContext, single: boolean): string[] {
  const title = `**${dingtalkLink(item.url, item.title, LONGEST_TITLE)}**`;
  return [
    [title, ...itemFacts(item, context)].join(' · '),
    single ? dingtalkImage(item.cover) : '',
    item.excerpt ? `> ${dingtalkText(item.excerpt, LONGEST_EXCERPT)}` : '',
  ];
}

function itemLine(item: MessageItem, context: RenderContext): string {
  return [dingtalkLink(item.url, item.title, LONGEST_TITLE), ...itemFacts(item, context)].join(' · ');
}

function itemFacts(item: MessageItem, context: RenderContext): string[] {
  const date = item.date ? formatDate(item.date, context.language) : '';
  return [date, dingtalkText(item.reason ?? '', LONGEST_TITLE)].filter(Boolean);
}

function facts(message: Message, context: RenderContext, say: Words): string {
  const names = message.authors.slice(0, MOST_AUTHORS).map((author) => dingtalkText(author.name, LONGEST_NAME));
  const parts = [
    names.length > 0 ? say.authors(names, message.authors.length - names.length) : '',
    message.date ? formatDate(message.date, context.language) : '',
    message.readingMinutes ? say.minutes(message.readingMinutes) : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

/** Not `#MOSN`: at the start of a line some clients take it for a heading. */
function tagLine(message: Message, say: Words): string {
  const shown = message.tags.slice(0, MOST_TAGS).map((tag) => dingtalkText(tag, LONGEST_NAME));
  const left = message.tags.length - shown.length;
  if (shown.length === 0) return '';
  return `${say.tags}${say.colon}${shown.filter(Boolean).join(say.comma)}${left > 0 ? ` +${left}` : ''}`;
}

function omittedLine(message: Message, omitted: number, say: Words): string {
  const onPage = linkableUrl(message.url) !== undefined;
  return dingtalkLink(message.url, onPage ? say.moreOnPage(omitted) : say.more(omitted), LONGEST_TITLE);
}

function actionLine(action: MessageAction, say: Words, hasButtons: boolean): string {
  if (action.type === 'link') return hasButtons ? '' : dingtalkLink(action.url, action.label, LONGEST_TITLE);
  return dingtalkText(say.send(action.label, action.command), LONGEST_TITLE);
}

interface CardButton {
  title: string;
  actionURL: string;
}

function cardButtons(message: Message, say: Words): CardButton[] {
  const own = message.url ? [{ label: say.readMore, url: message.url }] : [];
  return [...own, ...message.actions.filter((action) => action.type === 'link')]
    .flatMap(({ label, url }) => {
      const actionURL = linkableUrl(url);
      const title = truncate(cleanLine(label), LONGEST_NAME);
      return actionURL && title ? [{ title, actionURL }] : [];
    })
    .slice(0, MOST_BUTTONS);
}

/** A feed card has nothing but titles and pictures: possible when every line has both a link and a picture. */
function feedCard(message: Message, options: DingtalkDrawingOptions): DingtalkDrawing | undefined {
  const items: MessageItem[] =
    message.sections.length > 0 ? message.sections.flatMap((section) => section.items) : [message];
  const links = items.slice(0, MOST_FEED_LINKS).map((item) => ({
    title: truncate(cleanLine(item.title), LONGEST_TITLE),
    messageURL: linkableUrl(item.url) ?? '',
    picURL: linkableUrl(item.cover) ?? '',
  }));
  const [first] = links;
  if (!first || links.length < items.length || links.some((link) => !link.title || !link.messageURL || !link.picURL)) {
    return undefined;
  }
  const missing = !links.some((link) => hasKeyword(link.title, options));
  if (missing) first.title = withKeyword(first.title, ' · ', options);
  return { msgtype: 'feedCard', feedCard: { links } };
}

function hasKeyword(text: string, { keyword }: DingtalkDrawingOptions): boolean {
  return keyword === undefined || text.includes(keyword);
}

function withKeyword(text: string, separator: string, options: DingtalkDrawingOptions): string {
  return hasKeyword(text, options) ? text : `${text}${separator}${options.keyword}`;
}
