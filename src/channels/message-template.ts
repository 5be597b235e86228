import type * as Liquidjs from 'liquidjs';
import type { Liquid, Template } from 'liquidjs';
import { z } from 'zod';
import { didYouMean } from '../config/did-you-mean.js';
import { loadLate } from '../load-late.js';
import { cleanLine } from '../message/clean-line.js';
import { formatDate } from '../message/format-date.js';
import { emptyMessage, type Language, type Message } from '../message/message.js';
import { truncate } from '../message/truncate.js';
import { words } from '../message/words.js';

const liquidjs = loadLate<typeof Liquidjs>('liquidjs');

/** Longer is not a text for a channel. */
const PARSE_LIMIT = 20_000;
/** Milliseconds one message may take. */
const RENDER_LIMIT = 500;
/** liquidjs counts the sizes of what a template makes (strings, array elements). */
const MEMORY_LIMIT = 1_000_000;

/** Values are bounded, so that one line of a template is never too long for a platform. */
const LONGEST_TITLE = 250;
const LONGEST_TEXT = 400;
const LONGEST_NAME = 60;
const MOST_NAMES = 8;

/** Where a template is wrong: 1-based line and column of the template. */
export interface TemplateFault {
  line: number;
  column: number;
  message: string;
}

/** What a template may name. Every value is plain text, a number or a list of plain texts. */
export function templateScope(message: Message, language: Language) {
  const names = (all: string[]) => all.slice(0, MOST_NAMES).map((name) => truncate(name, LONGEST_NAME));
  const authors = message.authors.map((author) => truncate(author.name, LONGEST_NAME));
  return {
    title: truncate(message.title, LONGEST_TITLE),
    url: message.url ?? '',
    cover: message.cover ?? '',
    summary: truncate(message.text ?? '', LONGEST_TEXT),
    note: truncate(message.note ?? '', LONGEST_TEXT),
    author: words(language).authors(authors.slice(0, MOST_NAMES), Math.max(0, authors.length - MOST_NAMES)),
    authors: authors.slice(0, MOST_NAMES),
    categories: names(message.categories),
    tags: names(message.tags),
    date: message.date ? formatDate(message.date, language) : '',
    minutes: message.readingMinutes ?? 0,
    lang: message.lang,
  };
}

/** Finds the first fault of a template: its syntax, unknown tags and filters, names that do not exist. */
export function templateFault(template: string): TemplateFault | undefined {
  const liquid = createLiquid(String);
  let parsed: Template[];
  try {
    parsed = liquid.parse(template);
  } catch (error) {
    const { message, token } = error as Error & { token?: { getPosition(): [number, number] } };
    const [line, column] = token?.getPosition() ?? [1, 1];
    return { line, column, message: message.replace(/,? line:\d+, col:\d+$/, '') };
  }
  const known = Object.keys(templateScope(emptyMessage('post', '', 'en'), 'en'));
  const { globals } = liquid.analyzeSync(parsed, { partials: false });
  const [unknown] = Object.entries(globals)
    .filter(([name]) => !known.includes(name))
    .flatMap(([name, uses]) => uses.map(({ location }) => ({ name, line: location.row, column: location.col })))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  if (!unknown) return undefined;
  const meant = didYouMean(unknown.name, known);
  const hint = meant ? `did you mean "${meant}"?` : `there are ${known.join(', ')}`;
  return { line: unknown.line, column: unknown.column, message: `"${unknown.name}" does not exist; ${hint}` };
}

/**
 * Renders a template in a medium's own markup.
 * @param escapeText makes an author's text harmless in that markup; URLs come through `escapeUrl`
 */
export function renderMessageTemplate(
  template: string,
  message: Message,
  language: Language,
  escapeText: (text: string) => string,
  escapeUrl: (url: string) => string,
): string {
  const scope = templateScope(message, language);
  const urls = new Set([scope.url, scope.cover].filter(Boolean));
  const liquid = createLiquid((value) => {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    return urls.has(text) ? escapeUrl(text) : escapeText(cleanLine(text));
  });
  const rendered = String(liquid.renderSync(liquid.parse(template), scope));
  return rendered.replace(/\n{3,}/g, '\n\n').trim();
}

/** The `template` key of a channel. */
export const templateOption = z.string().check((check) => {
  const fault = templateFault(check.value);
  if (!fault) return;
  const message = `line ${fault.line}, column ${fault.column} of the template: ${fault.message}`;
  check.issues.push({ code: 'custom', input: check.value, message });
});

function createLiquid(outputEscape: (value: unknown) => string): Liquid {
  const liquid = new (liquidjs().Liquid)({
    ownPropertyOnly: true,
    strictFilters: true,
    outputEscape,
    // Partials come from this map, never from the disk; and there are none.
    templates: {},
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT,
    memoryLimit: MEMORY_LIMIT,
  });
  // What comes from a post is always escaped: a template must not be able to let it ping a channel.
  liquid.registerFilter('raw', (value: unknown) => value);
  for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];
  return liquid;
}
