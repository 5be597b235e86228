import type { Command } from '../command.js';
import { answerTermList } from '../term-list.js';

export const categories: Command = {
  name: 'categories',
  words: { en: ['categories', 'category list'], zh: ['分类列表', '所有分类', '全部分类', '分類列表'] },
  usage: { en: 'categories', zh: '分类列表' },
  help: { en: 'all categories with their number of posts', zh: '所有分类和文章数' },
  run: (asked, context) => answerTermList('category', asked, context),
};
