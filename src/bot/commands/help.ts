import type { Command } from '../command.js';
import { examples } from '../examples.js';
import { parseCommand } from '../parse-command.js';
import { reply } from '../reply.js';
import { commandAction } from '../term-answers.js';

export const help: Command = {
  name: 'help',
  words: {
    en: ['help', 'commands', 'usage', 'what can you do', 'how does this work', 'how do you work'],
    zh: [
      '帮助',
      '帮助文档',
      '幫助',
      '命令',
      '怎么用',
      '使用说明',
      '你会什么',
      '你能做什么',
      '你会做什么',
      '功能',
      '菜单',
    ],
  },
  usage: { en: 'help', zh: '帮助' },
  help: { en: 'this list', zh: '这份清单' },
  run({ language, commands, argument }, context) {
    const zh = language === 'zh';
    const asked = parseCommand(argument, commands);
    const shown = asked.type === 'command' ? [asked.command] : commands;
    const tryThese = examples(context.library, language);
    return {
      ...reply(language, zh ? '我能做什么' : 'What I can do'),
      text: zh
        ? `中文、英文都可以。比如：${tryThese.join('、')}`
        : `English and Chinese both work. For example: ${tryThese.join(', ')}`,
      sections: [
        { items: shown.map((command) => ({ title: command.usage[language], excerpt: command.help[language] })) },
      ],
      actions: tryThese.map(commandAction),
    };
  },
};
