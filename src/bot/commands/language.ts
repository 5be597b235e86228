import type { Language } from '../../message/message.js';
import type { Command } from '../command.js';
import { reply } from '../reply.js';
import { isLastingPlace } from '../subscription.js';
import { notAllowed } from '../subscription-answers.js';
import { commandAction } from '../term-answers.js';

const NAMES: [Language, RegExp][] = [
  ['zh', /^(?:zh(?:[-_]\w+)?|cn|chinese|中文|汉语|简体中文|简体)$/iu],
  ['en', /^(?:en(?:[-_]\w+)?|english|英文|英语)$/iu],
];

export const language: Command = {
  name: 'language',
  words: { en: ['language', 'lang', 'speak'], zh: ['语言', '語言', '切换语言', '说'] },
  usage: { en: 'language zh|en', zh: '语言 中文|英文' },
  help: { en: 'in which language I answer here', zh: '我在这里用什么语言回答' },
  changes: true,
  async run(asked, context) {
    const chosen = NAMES.find(([, names]) => names.test(asked.argument.trim()))?.[0];
    if (!chosen) return whichLanguage(asked.language, asked.argument);
    const { question } = asked;
    if (!context.subscriptions || !isLastingPlace(question.destination)) return cannotRemember(asked.language);
    if (question.mayChange && !(await question.mayChange())) return notAllowed(asked.language);
    const settings = await context.subscriptions.settings(question.destination);
    await context.subscriptions.saveSettings(question.destination, { ...settings, language: chosen });
    return {
      ...reply(chosen, chosen === 'zh' ? '好的，以后我在这里说中文' : 'I will answer in English here from now on'),
      text: chosen === 'zh' ? '两种语言的命令都一直能用。' : 'Commands are always understood in both languages.',
      actions: [commandAction(chosen === 'zh' ? '帮助' : 'help')],
    };
  },
};

/** Both languages at once: whoever asks may not read the present one. */
function whichLanguage(now: Language, argument: string) {
  const said = argument === '' ? '' : now === 'zh' ? '这种语言我还不会。' : 'I do not speak that one yet. ';
  return {
    ...reply(now, '中文 / English'),
    text: `${said}发送「语言 中文」我说中文。Ask “language en” and I speak English.`,
    actions: [commandAction('语言 中文'), commandAction('language en')],
  };
}

function cannotRemember(now: Language) {
  return {
    ...reply(now, now === 'zh' ? '这里不能设置语言' : 'The language cannot be set here'),
    text:
      now === 'zh' ? '在 Slack 或钉钉里可以为每个频道设置。' : 'In Slack and DingTalk it can be set for each channel.',
  };
}
