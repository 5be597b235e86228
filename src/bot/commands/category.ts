import type { Command } from '../command.js';
import { answerTerm } from '../term-answers.js';

export const category: Command = {
  name: 'category',
  words: { en: ['category', 'posts in category', 'posts in'], zh: ['分类', '分類', '类别', '栏目'] },
  usage: { en: 'category NAME [N]', zh: '分类 名称 [N]' },
  help: { en: 'the newest posts of a category', zh: '某个分类的最新文章' },
  run: (asked, context) => answerTerm('category', asked, context),
};
