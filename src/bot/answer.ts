import type { Language, Message } from '../message/message.js';
import type { BotContext } from './bot-context.js';
import type { Asked, Command } from './command.js';
import { commands } from './commands/index.js';
import { examples } from './examples.js';
import { type Parsed, parseCommand } from './parse-command.js';
import type { Question } from './question.js';
import { echo, nameText, reply } from './reply.js';
import { ASKED_KINDS, type AskedKind, answerAnyTerm, commandAction, KINDS } from './term-answers.js';

/**
 * Answers one question in whatever medium: contract section 5. The answer is data (`kind: 'reply'`, `lang` `zh-CN` or
 * `en`); the medium draws it. Rejects only when the store behind the subscriptions fails (EngineError).
 */
export async function answer(question: Question, context: BotContext): Promise<Message> {
  const settings = await context.subscriptions?.settings(question.destination);
  const language = settings?.language ?? question.language;
  const parsed = parseCommand(question.text, commands);
  if (parsed.type === 'unknown') {
    const asked = toAsked(parsed, question, language);
    return postsOfSomething(parsed.text, asked, context) ?? notUnderstood(parsed.text, language, context);
  }
  const command = parsed.type === 'empty' ? helpCommand : parsed.command;
  const asked = toAsked(parsed, question, language);
  const corrected = parsed.type === 'command' ? parsed.corrected : undefined;
  if (corrected !== undefined && command.changes) return didYouMean(corrected, language);
  const answered = await command.run(asked, context);
  if (!answered) return notUnderstood(echoOf(command, asked), language, context);
  return corrected === undefined ? answered : withCorrection(answered, corrected, language);
}

const helpCommand = commands.find((command) => command.name === 'help') as Command;

function toAsked(parsed: Parsed, question: Question, language: Language): Asked {
  const base = { language, question, commands, argument: '', after: 0 };
  if (parsed.type !== 'command') return base;
  const { argument, after, count } = parsed;
  return { ...base, argument, after, ...(count !== undefined && { count }) };
}

function echoOf(command: Command, { argument, language }: Asked): string {
  return `${command.words[language][0]} ${argument}`;
}

/** `MOSN 的文章`, `MOSN posts`: of the tag, category or author of that name. */
function postsOfSomething(text: string, asked: Asked, context: BotContext): Message | undefined {
  const [, name] = /^(.+?)(?:\s*的?\s*(?:最新)?(?:文章|博客|博文)|(?:'s)?\s+(?:posts?|articles?))$/iu.exec(text) ?? [];
  return name === undefined ? undefined : answerAnyTerm(name, asked, context);
}

/** Three examples from this very library, and what the words could have meant. */
async function notUnderstood(text: string, language: Language, context: BotContext): Promise<Message> {
  const zh = language === 'zh';
  const shown = echo(text);
  const guesses = await guess(text, language, context);
  const tryThese = examples(context.library, language);
  const meant = guesses.map((command) => (zh ? `「${command}」` : `“${command}”`)).join(zh ? '或' : ' or ');
  const like = tryThese.join(zh ? '、' : ', ');
  return {
    ...reply(language, zh ? `没看懂「${shown}」` : `I did not understand “${shown}”`),
    text: zh
      ? `${meant ? `你想说的是不是${meant}？` : ''}可以试试：${like}。发送「帮助」看全部命令。`
      : `${meant ? `Did you mean ${meant}? ` : ''}Try: ${like}. “help” shows all commands.`,
    actions: [...new Set([...guesses, ...tryThese, zh ? '帮助' : 'help'])].map(commandAction),
  };
}

/** A bare name is a tag, category or author; anything else could be a search. */
async function guess(text: string, language: Language, context: BotContext): Promise<string[]> {
  const terms = ASKED_KINDS.map((kind) => context.library.term(kind, text)).filter((term) => term !== undefined);
  if (terms.length > 0)
    return terms.map((term) => `${KINDS[term.kind as AskedKind].one[language]} ${nameText(term.name)}`);
  const { total } = await context.library.search(text, { limit: 1, offset: 0 });
  return total > 0 ? [`${language === 'zh' ? '搜索' : 'search'} ${echo(text)}`] : [];
}

/** Something that changes settings is never guessed, only asked. */
function didYouMean(corrected: string, language: Language): Message {
  return {
    ...reply(language, language === 'zh' ? `你想说的是不是「${corrected}」？` : `Did you mean “${corrected}”?`),
    actions: [commandAction(corrected)],
  };
}

function withCorrection(message: Message, corrected: string, language: Language): Message {
  const note =
    language === 'zh' ? `你想说的是不是「${corrected}」？先按这个回答。` : `Did you mean “${corrected}”? Here it is. `;
  return { ...message, text: `${note}${message.text ?? ''}`.trim() };
}
