import { cleanLine } from '../../message/clean-line.js';
import type { Message, MessageAction, MessageItem, MessageSection } from '../../message/message.js';
import { type Shown, shortenMessage } from '../../message/shorten-message.js';
import { truncate, utf8Bytes, wholeLines } from '../../message/truncate.js';
import { type Words, words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { fullWidthLines, fullWidthLink, fullWidthText } from '../full-width-markdown.js';
import { renderMessageTemplate } from '../message-template.js';
import { itemFacts, postFacts, tagLine } from '../post-facts.js';
import { markdownUrl } from '../web-url.js';

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
  const escapeText = (text: string) => fullWidthText(text, LONGEST_TEXT);
  const escapeUrl = (url: string) => markdownUrl(url) ?? '';
  const text = renderMessageTemplate(template, message, context.language, escapeText, escapeUrl);
  return wholeLines(text, LONGEST_TEMPLATE, utf8Bytes) || fullWidthLink(message.url, message.title, LONGEST_TITLE);
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
    fullWidthLines(message.note ?? '', LONGEST_NOTE),
    `### ${fullWidthLink(message.url, message.title, LONGEST_TITLE)}`,
    image(message.cover),
    fullWidthLines(message.text ?? '', message.kind === 'post' ? LONGEST_EXCERPT : LONGEST_TEXT),
    ...(message.kind === 'post' ? [facts(message, context), tags(message, say)] : []),
    ...message.sections.flatMap((section) => sectionParagraphs(section, context, shown)),
    shown.omitted > 0 ? omittedLine(message, shown.omitted, say) : '',
    message.kind === 'post' && !hasButtons ? fullWidthLink(message.url, say.readMore, LONGEST_TITLE) : '',
    ...message.actions.slice(0, MOST_BUTTONS).map((action) => actionLine(action, say, hasButtons)),
  ];
  return parts.filter(Boolean);
}

function sectionParagraphs({ heading: name, items }: MessageSection, context: RenderContext, shown: Shown): string[] {
  const head = name ? `**${fullWidthText(name, LONGEST_TITLE)}**` : '';
  const single = shown.items === 1 && shown.omitted === 0;
  if (items.some((item) => item.excerpt) || single) {
    return [head, ...items.flatMap((item) => itemParagraphs(item, context, single))];
  }
  return [head, items.map((item) => `- ${itemLine(item, context)}`).join('\n')];
}

function itemParagraphs(item: MessageItem, context: RenderContext, single: boolean): string[] {
  const title = `**${fullWidthLink(item.url, item.title, LONGEST_TITLE)}**`;
  return [
    [title, ...factsOf(item, context)].join(' · '),
    single ? image(item.cover) : '',
    item.excerpt ? `> ${fullWidthText(item.excerpt, LONGEST_EXCERPT)}` : '',
  ];
}

function itemLine(item: MessageItem, context: RenderContext): string {
  return [fullWidthLink(item.url, item.title, LONGEST_TITLE), ...factsOf(item, context)].join(' · ');
}

function factsOf(item: MessageItem, { language }: RenderContext): string[] {
  return itemFacts(item, language, (text) => fullWidthText(text, LONGEST_TITLE));
}

function facts(message: Message, { language }: RenderContext): string {
  return postFacts(message, language, ({ name }) => fullWidthText(name, LONGEST_NAME)).join(' · ');
}

/** Not `#MOSN`: at the start of a line some clients take it for a heading. */
function tags(message: Message, say: Words): string {
  const line = tagLine(message, say.comma, (tag) => fullWidthText(tag, LONGEST_NAME));
  return line && `${say.tags}${say.colon}${line}`;
}

function omittedLine(message: Message, omitted: number, say: Words): string {
  const onPage = markdownUrl(message.url) !== undefined;
  return fullWidthLink(message.url, onPage ? say.moreOnPage(omitted) : say.more(omitted), LONGEST_TITLE);
}

function actionLine(action: MessageAction, say: Words, hasButtons: boolean): string {
  if (action.type === 'link') return hasButtons ? '' : fullWidthLink(action.url, action.label, LONGEST_TITLE);
  return fullWidthText(say.send(action.label, action.command), LONGEST_TITLE);
}

function image(url: string | undefined): string {
  const target = markdownUrl(url);
  return target === undefined ? '' : `![](${target})`;
}

interface CardButton {
  title: string;
  actionURL: string;
}

function cardButtons(message: Message, say: Words): CardButton[] {
  const own = message.url ? [{ label: say.readMore, url: message.url }] : [];
  return [...own, ...message.actions.filter((action) => action.type === 'link')]
    .flatMap(({ label, url }) => {
      const actionURL = markdownUrl(url);
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
    messageURL: markdownUrl(item.url) ?? '',
    picURL: markdownUrl(item.cover) ?? '',
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
