import { markdownUrl } from '../content/markdown/escape-markdown.js';
import type { EditionRecord } from '../engine/engine.js';
import type { Question } from './edition.js';

/** Characters of a first line that no two questions share by chance. */
const TELLING = 16;

/**
 * The questions no earlier edition quoted. Those without a link, of which that cannot be told for sure, count only in
 * their own period.
 * @param from ms since the epoch, inclusive
 * @param to ms since the epoch, exclusive
 */
export function freshQuestions(
  questions: readonly Question[],
  { from, to, previous }: { from: number; to: number; previous: readonly EditionRecord[] },
): Question[] {
  return questions.filter(({ date, url, text }) => {
    const time = Date.parse(date);
    if (time >= to || (!url && time < from)) return false;
    const [firstLine = ''] = text.split('\n');
    const marks = url ? [`(${markdownUrl(url)})`] : [];
    // A template may leave the link out; short lines ("在吗？") say nothing.
    if (firstLine.trim().length >= TELLING) marks.push(firstLine.trim());
    return !previous.some(({ markdown }) => marks.some((mark) => markdown.includes(mark)));
  });
}
