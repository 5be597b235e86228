import pc from 'picocolors';
import { z } from 'zod';
import { cleanLine, cleanLines } from '../message/clean-line.js';
import { formatDate } from '../message/format-date.js';
import type { Message, MessageItem } from '../message/message.js';
import { shortenMessage } from '../message/shorten-message.js';
import { truncate } from '../message/truncate.js';
import { words } from '../message/words.js';
import type { Channel, ChannelType, RenderContext } from './channel.js';
import { renderMessageTemplate, templateOption } from './message-template.js';

const LONGEST_TITLE = 250;
const LONGEST_TEXT = 1000;
const WIDTH = 78;
const INDENT = '  ';
/** Signs that take two columns of a terminal: Chinese, Japanese, Korean, full-width forms, most emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}]/u;
/** They stay with the sign before them. */
const NEVER_FIRST = /^[，。、；：！？）」』》】”’…,.;:!?)\]]/u;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

const consoleOptions = z.strictObject({ template: templateOption.optional() });
type ConsoleOptions = z.output<typeof consoleOptions>;

/** Lines for a terminal. Controls of the author's text are gone by then, so that nothing in it can steer the terminal. */
export interface ConsolePayload {
  lines: { text: string; style: 'title' | 'link' | 'meta' | 'text' }[];
}
type Line = ConsolePayload['lines'][number];

export const consoleChannel: ChannelType<ConsoleOptions, ConsolePayload> = {
  type: 'console',
  options: consoleOptions,
  secrets: [],
  render: (message, context, { template }) => {
    if (template !== undefined && message.kind === 'post') {
      const plain = (text: string) => text;
      const text = renderMessageTemplate(template, message, context.language, plain, plain);
      return { lines: wrapped(text, 'text', '') };
    }
    return shortenMessage(
      message,
      (shorter, { omitted }) => ({ lines: lines(shorter, omitted, context) }),
      () => true,
    );
  },
  open: (_, world): Channel<ConsolePayload> => ({
    send: async (payload) => {
      world.print(consoleText(payload));
      return {};
    },
  }),
};

/** The lines as they are printed; with colours where the terminal has them. */
export function consoleText({ lines: all }: ConsolePayload): string {
  const paint = { title: pc.bold, link: pc.cyan, meta: pc.dim, text: (text: string) => text };
  return ['', ...all.map(({ text, style }) => paint[style](text)), ''].join('\n');
}

function lines(message: Message, omitted: number, context: RenderContext): Line[] {
  const say = words(context.language);
  const title = cleanLine(truncate(message.title, LONGEST_TITLE));
  const meta = [
    message.authors.map((author) => cleanLine(author.name)).join(say.comma),
    message.date ? formatDate(message.date, context.language) : '',
    message.readingMinutes ? say.minutes(message.readingMinutes) : '',
    message.tags.map((tag) => `#${cleanLine(tag)}`).join(' '),
  ];
  return [
    ...wrapped(message.kind === 'post' ? `${say.newPost}${say.colon}${title}` : title, 'title', ''),
    ...wrapped(meta.filter(Boolean).join(' · '), 'meta'),
    ...wrapped(message.note ?? '', 'text'),
    ...wrapped(message.text ?? '', 'text'),
    ...link(message.url),
    ...message.sections.flatMap(({ heading, items }) => [
      ...wrapped(heading ?? '', 'title'),
      ...items.flatMap((item) => itemLines(item, context)),
    ]),
    ...(omitted > 0 ? wrapped(say.more(omitted), 'meta') : []),
    ...message.actions.flatMap((action) =>
      action.type === 'command' ? wrapped(say.send(action.label, action.command), 'meta') : link(action.url),
    ),
  ];
}

function itemLines(item: MessageItem, context: RenderContext): Line[] {
  const date = item.date ? formatDate(item.date, context.language) : '';
  const details = [date, item.reason ?? ''].filter(Boolean).join(' · ');
  return [
    ...wrapped(`• ${truncate(item.title, LONGEST_TITLE)}${details ? `  (${details})` : ''}`, 'text'),
    ...wrapped(item.excerpt ?? '', 'meta', INDENT + INDENT),
    ...link(item.url, INDENT + INDENT),
  ];
}

function link(url: string | undefined, indent = INDENT): Line[] {
  return url ? [{ text: indent + cleanLine(url), style: 'link' }] : [];
}

function wrapped(text: string, style: Line['style'], indent = INDENT): Line[] {
  const shown = cleanLines(truncate(text, LONGEST_TEXT));
  if (shown === '') return [];
  return shown
    .split('\n')
    .flatMap((line) => wrap(line, WIDTH - indent.length).map((part) => ({ text: indent + part, style })));
}

/** Breaks a line between words, Chinese ones included, at so many columns. */
function wrap(text: string, columns: number): string[] {
  const result: string[] = [];
  let line = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const width = columnsOf(segment);
    if (used + width > columns && line !== '' && !NEVER_FIRST.test(segment)) {
      result.push(line.trimEnd());
      line = '';
      used = 0;
    }
    if (line === '' && segment.trim() === '') continue;
    line += segment;
    used += width;
  }
  return line.trim() === '' ? result : [...result, line.trimEnd()];
}

function columnsOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);
}
