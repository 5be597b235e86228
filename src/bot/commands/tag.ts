import type { Command } from '../command.js';
import { answerTerm } from '../term-answers.js';

export const tag: Command = {
  name: 'tag',
  words: {
    en: ['tag', 'tagged', 'posts tagged', 'posts with tag', 'topic', '#'],
    zh: ['标签', '標籤', '话题', '主题'],
  },
  usage: { en: 'tag NAME [N] · #NAME', zh: '标签 名称 [N] · #名称' },
  help: { en: 'the newest posts with a tag', zh: '带某个标签的最新文章' },
  run: (asked, context) => answerTerm('tag', asked, context),
};
