import { distance } from 'fastest-levenshtein';
import type { Language } from '../message/message.js';
import { cleanText, trimEnd } from './clean-text.js';
import type { Command } from './command.js';
import { splitLeadingCount } from './count.js';

export type Parsed =
  | {
      type: 'command';
      command: Command;
      /** What followed the command's word. */
      argument: string;
      /** A number that stood in front. */
      count?: number;
      /** `after:5`. */
      after: number;
      /** The whole text as we read it, when a typo was mended: "latset 3" → "latest 3". */
      corrected?: string;
    }
  | { type: 'empty' }
  /** `text` is the cleaned text. */
  | { type: 'unknown'; text: string };

/** Politeness in front of a command; taken off only when a command follows. */
const FILLERS: readonly string[] = [
  'please',
  'pls',
  'hey',
  'hi',
  'hello',
  'ok',
  'show me',
  'show',
  'give me',
  'get me',
  'get',
  'send me',
  'tell me',
  'can you',
  'could you',
  'i want',
  'i would like',
  "i'd like",
  'to see',
  'to read',
  'what is',
  'what are',
  "what's",
  'whats',
  'are there',
  'list',
  'all',
  'the',
  'any',
  'my',
  'me',
  'a',
  '请问',
  '请',
  '麻烦',
  '帮我',
  '帮忙',
  '给我',
  '我想要',
  '我想',
  '我要',
  '想',
  '要',
  '一下',
  '看看',
  '看一下',
  '查看',
  '看',
  '读',
  '来',
  '发',
  '列出',
  '有哪些',
  '有什么',
  '所有的',
  '所有',
  '全部',
  '你好',
];
/** …and behind it. */
const CLOSINGS = /(?:\s+(?:please|pls|thanks|thank you|thx)|\s*(?:谢谢|多谢|好吗|吗|吧|呢|啊|呀|呗|一下))$/iu;

/** How many results to pass over: `after:5`, `跳过:5`. */
const AFTER = /(?:^|\s+)(?:after|跳过)\s*:\s*(\d{1,6})$/iu;

/** How a page further on is asked for; see {@link AFTER}. */
export function afterText(language: Language, after: number): string {
  return language === 'zh' ? `跳过:${after}` : `after:${after}`;
}

/**
 * Reads what somebody typed: Chinese and English, full-width, with mention, quotes, politeness or a small typo
 * (contract section 5). Pure; what the argument means is the command's business.
 */
export function parseCommand(text: string, commands: readonly Command[]): Parsed {
  const { rest, after } = takeAfter(cleanText(text));
  if (rest === '') return { type: 'empty' };
  const words = wordsOf(commands);
  const found = match(rest, words) ?? mend(rest, words);
  if (found === 'nothing') return { type: 'empty' };
  return found ? { type: 'command', after, ...found } : { type: 'unknown', text: rest };
}

function takeAfter(text: string): { rest: string; after: number } {
  const found = AFTER.exec(text);
  if (!found) return { rest: text, after: 0 };
  return { rest: trimEnd(text.slice(0, found.index)), after: Number(found[1]) };
}

interface Word {
  word: string;
  command: Command;
}
type Match = { command: Command; argument: string; count?: number; corrected?: string };

/** Of each list of commands; sorting them took longer than the rest of most answers. */
const sorted = new WeakMap<readonly Command[], Word[]>();

/** Longest first, so that the first that fits is the right one. */
function wordsOf(commands: readonly Command[]): Word[] {
  const known = sorted.get(commands);
  if (known) return known;
  const words = commands
    .flatMap((command) => [...command.words.en, ...command.words.zh].map((word) => ({ word, command })))
    .sort((a, b) => b.word.length - a.word.length);
  sorted.set(commands, words);
  return words;
}

/** @returns 'nothing' when there was only politeness ("hello") */
function match(text: string, words: readonly Word[]): Match | 'nothing' | undefined {
  if (text === '') return 'nothing';
  const direct = startsWithCommand(text, words);
  if (direct) return direct;
  const counted = splitLeadingCount(text);
  if (counted) {
    const found = match(counted.rest.replace(/^的/u, ''), words);
    if (found && found !== 'nothing') return { ...found, count: counted.count };
  }
  const polite = FILLERS.find(startsWith(text));
  if (polite === undefined) return undefined;
  return match(text.slice(polite.length).replace(/^[\s,:的]+/u, ''), words);
}

function startsWithCommand(text: string, words: readonly Word[]): Match | undefined {
  const begins = startsWith(text);
  const found = words.find(({ word }) => begins(word));
  if (!found) return undefined;
  const argument = text.slice(found.word.length).replace(/^\s*[:=]?\s*/u, '');
  return { command: found.command, argument: trimEnd(argument.replace(CLOSINGS, '')) };
}

/** Whether a text begins with a word. Chinese runs on without a space; a Latin word must end there. */
function startsWith(text: string): (word: string) => boolean {
  const lower = text.toLowerCase();
  return (word) => lower.startsWith(word) && (!/[a-z']$/.test(word) || !/^[a-z_'-]/.test(lower.slice(word.length)));
}

/** The command a typo in the first word could have meant. */
function mend(text: string, words: readonly Word[]): Match | undefined {
  const [first = ''] = /^(?:[a-z]+|\p{Script=Han}+)/iu.exec(text.toLowerCase()) ?? [];
  const latin = /^[a-z]/.test(first);
  // Two Chinese characters with one wrong are another word, not a typo.
  if (first.length < 3) return undefined;
  const candidates = words.filter(({ word }) => (latin ? /^[a-z]{3,}$/.test(word) : word.length > 2));
  const most = latin && first.length >= 6 ? 2 : 1;
  const near = candidates
    .map(({ word }) => ({ word, distance: isSwap(first, word) ? 1 : distance(first, word) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (!near || near.distance > most) return undefined;
  const corrected = near.word + text.slice(first.length);
  const found = startsWithCommand(corrected, words);
  return found && { ...found, corrected };
}

/** Two neighbours have changed places: one slip of the fingers. */
function isSwap(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return at >= 0 && a.slice(0, at) + (a[at + 1] ?? '') + a[at] + a.slice(at + 2) === b;
}
