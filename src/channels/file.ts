import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { z } from 'zod';
import { escapeMarkdown, escapeMarkdownLine } from '../content/markdown/escape-markdown.js';
import { cleanMessage } from '../message/clean-message.js';
import type { Message, MessageItem } from '../message/message.js';
import { words } from '../message/words.js';
import { type Channel, ChannelError, type ChannelType, type RenderContext } from './channel.js';
import { markdownUrl } from './web-url.js';

/** Bytes; file systems take 255 for a name, and date, id and ending need their part. */
const LONGEST_NAME = 180;

const fileOptions = z.strictObject({
  /** The folder files are written to; relative to the config. */
  path: z.string().min(1),
});
type FileOptions = z.output<typeof fileOptions>;

/** A file to be written below the channel's folder. */
export interface FilePayload {
  /** Relative, with `/`. The same delivery always has the same. */
  path: string;
  text: string;
}

/** Announcements and editions as Markdown files, for a folder that something else publishes or a person commits. */
export const file: ChannelType<FileOptions, FilePayload> = {
  type: 'file',
  options: fileOptions,
  secrets: [],
  paths: ['path'],
  render: (message, context) => {
    const clean = cleanMessage(message);
    return message.file ?? { path: fileName(clean, context), text: markdown(clean, context) };
  },
  open: ({ path }): Channel<FilePayload> => ({
    idempotent: true,
    send: async (payload) => ({ path: await write(path, payload) }),
    update: async (payload, { receipt }) => ({
      path: await write(path, { ...payload, path: receipt.path ?? payload.path }),
    }),
    delete: async ({ receipt }) => {
      if (receipt.path) await rm(inside(path, receipt.path), { force: true });
    },
  }),
};

/** `2022-02-04-title-1a2b3c4d.md`: people see what it is, and no two deliveries share it. */
function fileName({ title, date }: Message, { deliveryId }: RenderContext): string {
  const name = title
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  // A sign that is cut in two ends as a replacement character.
  const short = Buffer.from(name)
    .subarray(0, LONGEST_NAME)
    .toString()
    .replace(/\uFFFD$/, '');
  const parts = [date?.slice(0, 10), short, deliveryId?.slice(0, 8)];
  return `${parts.filter(Boolean).join('-')}.md`;
}

function markdown(message: Message, { language }: RenderContext): string {
  const { title, url, cover, note, text, body, sections, tags, authors } = message;
  const say = words(language);
  const names = authors.map(({ name }) => escapeMarkdownLine(name));
  const picture = markdownUrl(cover);
  const drawn = body
    ? [body.trim()]
    : [
        picture && `![](${picture})`,
        note && `> ${escapeMarkdownLine(note)}`,
        text && escapeMarkdownLine(text),
        ...sections.flatMap(({ heading, items }) => [
          heading && `## ${escapeMarkdown(heading)}`,
          items.map(line).join('\n'),
        ]),
      ];
  const blocks = [
    `# ${linked(title, url)}`,
    ...drawn,
    names.length > 0 && say.authors(names, 0),
    tags.length > 0 && `${say.tags}${say.colon}${tags.map(escapeMarkdown).join(say.comma)}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function line({ title, url, reason }: MessageItem): string {
  return `- ${linked(title, url)}${reason ? ` (${escapeMarkdown(reason)})` : ''}`;
}

function linked(title: string, url: string | undefined): string {
  const target = markdownUrl(url);
  return target ? `[${escapeMarkdown(title)}](${target})` : escapeMarkdownLine(title);
}

/** Whole or not at all: a reader of the folder never sees half a file. */
async function write(folder: string, { path, text }: FilePayload): Promise<string> {
  const target = inside(folder, path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(draft, text, { flush: true });
    await rename(draft, target);
    return path;
  } catch (cause) {
    // Nothing more can be done about a draft that cannot even be removed; what counts is why it was not written.
    await rm(draft, { force: true }).catch(() => undefined);
    const fault = {
      message: `${target} could not be written: ${(cause as Error).message}`,
      hint: 'see that the folder can be written to and the disk has room',
    };
    throw new ChannelError('later', fault, { cause });
  }
}

function inside(folder: string, path: string): string {
  if (normalize(path).startsWith('..')) {
    throw new ChannelError('never', { message: `"${path}" leads outside ${folder}` });
  }
  return join(folder, path);
}
