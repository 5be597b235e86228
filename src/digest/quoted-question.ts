import { escapeMarkdown, markdownUrl } from '../content/markdown/escape-markdown.js';
import type { Language } from '../message/message.js';
import type { Question } from './edition.js';
import { words } from './words.js';

/** A question and its answer as a weekly prints them: who asks, the question as a quotation, the answer, a link back. */
export function quotedQuestion(question: Question, language: Language): string {
  const say = words[language];
  const { asker, answer, answerer, url } = question;
  return [
    say.ask(`**${asker ? `@${escapeMarkdown(asker)}` : say.anonymous}**`),
    question.text.replace(/^/gm, '> '),
    answer && `${say.answer(answerer ? `@${escapeMarkdown(answerer)}` : undefined)}${answer}`,
    url && `[${say.thread}](${markdownUrl(url)})`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
