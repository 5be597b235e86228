import type { ActionsBlock, Button, ContextBlock, ImageBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Author } from '../../content/post.js';
import { cleanLine } from '../../message/clean-line.js';
import type { Message, MessageAction, MessageItem, MessageSection, ReviewAction } from '../../message/message.js';
import { type Shown, shortenMessage } from '../../message/shorten-message.js';
import { wholeLines } from '../../message/truncate.js';
import { type Words, words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { renderMessageTemplate } from '../message-template.js';
import { itemFacts, postFacts, tagLine } from '../post-facts.js';
import { webUrl } from '../web-url.js';
import { escapeMrkdwn, mrkdwn, mrkdwnLines, mrkdwnLink, plainText, urlInLink } from './mrkdwn.js';

// docs.slack.dev/reference/block-kit/blocks: 50 blocks a message, 3000 characters a section.
const MOST_BLOCKS = 50;
const LONGEST_SECTION = 3000;
// Undocumented: over about 13,200 characters in all blocks Slack answers msg_blocks_too_long (github.com/slackapi/bolt-js/issues/2509).
const LONGEST_MESSAGE = 11_500;
const MOST_BUTTONS = 25;
const LONGEST_LABEL = 75;
const LONGEST_COMMAND = 2000;
/** What people read at a glance; the platform would take more. */
const LONGEST_TITLE = 250;
const LONGEST_EXCERPT = 240;
const LONGEST_TEXT = 1200;
const LONGEST_NOTE = 500;
const LONGEST_NAME = 60;
const LONGEST_AUTHOR_URL = 300;
const MOST_AUTHORS = 5;
/** Characters of all buttons together. */
const ROOM_FOR_BUTTONS = 3000;

/** What Slack shows: `text` in notifications and to screen readers, `blocks` in the channel. */
export interface SlackDrawing {
  text: string;
  blocks: KnownBlock[];
}

/** The `action_id` of a button that runs a bot command, with the command as its `value`. */
export const COMMAND_ACTION = /^command_\d+$/;
/** The `action_id` of a button that only opens a URL (Slack tells the app all the same). */
export const LINK_ACTION = /^link_\d+$/;

/** The `action_id` of a button that decides about a draft; its `value` is `DETAIL DRAFT` (see ReviewAction). */
export const REVIEW_ACTION = /^review_([a-z]+)$/;

/** What a drawing leaves out. */
export interface SlackDrawingOptions {
  /** Buttons that run bot commands; default true. Incoming webhooks have no bot behind them. */
  commands?: boolean;
  /** A Liquid template in mrkdwn that takes the place of a post's title, excerpt, author, date and tags. */
  template?: string;
}

/** Draws a message with Block Kit: pure, and within all of Slack's limits whatever the message holds. */
export function renderSlack(message: Message, context: RenderContext, options: SlackDrawingOptions = {}): SlackDrawing {
  const say = words(context.language);
  const text = notification(message, say);
  if (message.kind === 'post') return { text, blocks: postBlocks(message, context, say, options) };
  const filled = { ...message, sections: message.sections.filter(({ items }) => items.length > 0) };
  const blocks = shortenMessage(
    filled,
    (shorter, shown) => listBlocks(shorter, shown, context, say, options),
    (drawn) => drawn.length <= MOST_BLOCKS && JSON.stringify(drawn).length <= LONGEST_MESSAGE,
  );
  return { text, blocks };
}

function notification(message: Message, say: Words): string {
  const title = mrkdwn(message.title, LONGEST_TITLE);
  if (message.kind !== 'post') return title || say.newPost;
  const names = message.authors.slice(0, MOST_AUTHORS).map((author) => mrkdwn(author.name, LONGEST_NAME));
  const by = names.length > 0 ? say.by(say.authors(names, message.authors.length - names.length)) : '';
  return `${say.newPost}${say.colon}${title}${by}`;
}

function postBlocks(message: Message, context: RenderContext, say: Words, options: SlackDrawingOptions): KnownBlock[] {
  const excerpt = mrkdwnLines(message.text ?? '', LONGEST_EXCERPT);
  const actions: MessageAction[] = [...readAction(message, say), ...subscribeAction(message, say), ...message.actions];
  if (options.template !== undefined) {
    return [
      ...templateText(options.template, message, context),
      ...image(message.cover, message.title),
      ...buttons(actions, options),
    ];
  }
  return [
    ...section(mrkdwnLines(message.note ?? '', LONGEST_NOTE)),
    ...section([boldTitle(message), excerpt].filter(Boolean).join('\n')),
    ...image(message.cover, message.title),
    ...contextLine(postFacts(message, context.language, byline)),
    ...contextLine([tags(message)]),
    ...buttons(actions, options),
  ];
}

/** The template's own mrkdwn, cut between lines, so that no link or format is cut in two. */
function templateText(template: string, message: Message, context: RenderContext): KnownBlock[] {
  const escapeUrl = (url: string) => urlInLink(webUrl(url) ?? '');
  const text = renderMessageTemplate(template, message, context.language, escapeMrkdwn, escapeUrl);
  return section(wholeLines(text, LONGEST_SECTION) || boldTitle(message));
}

function listBlocks(
  message: Message,
  shown: Shown,
  context: RenderContext,
  say: Words,
  options: SlackDrawingOptions,
): KnownBlock[] {
  const text = mrkdwnLines(message.text ?? '', LONGEST_TEXT);
  const single = shown.items === 1 && shown.omitted === 0 ? message.sections[0]?.items[0] : undefined;
  const more = webUrl(message.url) ? say.moreOnPage(shown.omitted) : say.more(shown.omitted);
  return [
    ...section(mrkdwnLines(message.note ?? '', LONGEST_NOTE)),
    ...section([boldTitle(message), text].filter(Boolean).join('\n')),
    ...image(message.cover, message.title),
    ...message.sections.flatMap((each) => sectionBlocks(each, context)),
    ...(single ? image(single.cover, single.title) : []),
    ...(shown.omitted > 0 ? contextLine([mrkdwnLink(message.url, more, LONGEST_TITLE)]) : []),
    ...(message.reviews ? [{ type: 'actions' as const, elements: message.reviews.map(reviewButton) }] : []),
    ...buttons(message.actions, options),
  ];
}

/** Items with an excerpt stand apart, each with its picture; bare ones are the lines of one list. */
function sectionBlocks({ heading, items }: MessageSection, context: RenderContext): KnownBlock[] {
  const head = bold(mrkdwn(heading ?? '', LONGEST_TITLE));
  if (!items.some((item) => item.excerpt || item.review)) return listSections(head, items, context);
  const cards = items.flatMap((item) => {
    const title = bold(mrkdwnLink(item.url, item.title, LONGEST_TITLE));
    const line = [title, ...factsOf(item, context)].join('  ·  ');
    return section([line, mrkdwnLines(item.excerpt ?? '', LONGEST_EXCERPT)].filter(Boolean).join('\n'), item);
  });
  return [...section(head), ...cards];
}

function listSections(head: string, items: MessageItem[], context: RenderContext): SectionBlock[] {
  const blocks: SectionBlock[] = [];
  let text = head;
  for (const item of items) {
    const title = mrkdwnLink(item.url, item.title, LONGEST_TITLE);
    const line = `•  ${[title, ...factsOf(item, context)].join('  ·  ')}`;
    if (text.length + line.length >= LONGEST_SECTION) {
      blocks.push(...section(text));
      text = '';
    }
    text = text === '' ? line : `${text}\n${line}`;
  }
  return [...blocks, ...section(text)];
}

function factsOf(item: MessageItem, { language }: RenderContext): string[] {
  return itemFacts(item, language, (text) => mrkdwn(text, LONGEST_TITLE));
}

function boldTitle(message: Message): string {
  return bold(mrkdwnLink(message.url, message.title, LONGEST_TITLE));
}

function bold(text: string): string {
  return text === '' ? '' : `*${text}*`;
}

function byline({ url, name }: Author): string {
  return mrkdwnLink(url, name, LONGEST_NAME, LONGEST_AUTHOR_URL);
}

function tags(message: Message): string {
  return tagLine(message, '   ', (tag) => hash(mrkdwn(tag, LONGEST_NAME)));
}

function hash(tag: string): string {
  return tag === '' ? '' : `#${tag}`;
}

function readAction(message: Message, say: Words): MessageAction[] {
  return message.url ? [{ type: 'link', label: say.readMore, url: message.url }] : [];
}

function subscribeAction(message: Message, say: Words): MessageAction[] {
  const tag = message.tags[0];
  return tag ? [{ type: 'command', label: say.subscribe(tag), command: `subscribe tag ${tag}` }] : [];
}

function section(text: string, item?: MessageItem): SectionBlock[] {
  if (text === '') return [];
  const accessory = item && (item.review ? reviewButton(item.review) : thumbnail(item));
  return [
    {
      type: 'section',
      // Verbatim: Slack makes no links or mentions of its own from what merely looks like one.
      text: { type: 'mrkdwn', text, verbatim: true },
      ...(accessory && { accessory }),
    },
  ];
}

function thumbnail({ cover, title }: MessageItem) {
  const image_url = webUrl(cover);
  return image_url && ({ type: 'image', image_url, alt_text: plainText(title, LONGEST_TITLE) || ' ' } as const);
}

function image(cover: string | undefined, title: string): ImageBlock[] {
  const url = webUrl(cover);
  return url ? [{ type: 'image', image_url: url, alt_text: plainText(title, LONGEST_TITLE) || ' ' }] : [];
}

function contextLine(parts: string[]): ContextBlock[] {
  const text = parts.filter(Boolean).join('  ·  ');
  return text === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] }];
}

function buttons(actions: MessageAction[], { commands = true }: SlackDrawingOptions): ActionsBlock[] {
  const elements = actions
    .filter((action) => action.type === 'link' || commands)
    .map(button)
    .filter((element) => element !== undefined)
    .slice(0, MOST_BUTTONS);
  while (JSON.stringify(elements).length > ROOM_FOR_BUTTONS) elements.pop();
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

function button(action: MessageAction, index: number): Button | undefined {
  const text = { type: 'plain_text', text: plainText(action.label, LONGEST_LABEL), emoji: true } as const;
  if (text.text === '') return undefined;
  if (action.type === 'link') {
    const url = webUrl(action.url);
    const style = index === 0 ? ({ style: 'primary' } as const) : {};
    return url ? { type: 'button', action_id: `link_${index}`, text, url, ...style } : undefined;
  }
  const value = cleanLine(action.command);
  if (value === '' || value.length > LONGEST_COMMAND) return undefined;
  return { type: 'button', action_id: `command_${index}`, text, value };
}

function reviewButton({ step, draft, detail, confirm, label }: ReviewAction): Button {
  const plain = (words: string) => ({ type: 'plain_text', text: plainText(words, LONGEST_LABEL) }) as const;
  const style = step === 'approve' ? 'primary' : step === 'skip' ? 'danger' : undefined;
  return {
    ...{
      type: 'button',
      action_id: `review_${step}`,
      text: plain(label),
      value: `${detail} ${draft}`,
      ...(style && { style }),
    },
    ...(confirm !== undefined && {
      // docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object: 100, 300, 30 and 30 characters.
      confirm: { title: plain(label), text: plain(confirm.text), confirm: plain(confirm.yes), deny: plain(confirm.no) },
    }),
  };
}
