import type { Command } from '../command.js';
import { answerTermList } from '../term-list.js';

export const authors: Command = {
  name: 'authors',
  words: { en: ['authors', 'author list', 'writers'], zh: ['作者列表', '所有作者', '全部作者'] },
  usage: { en: 'authors', zh: '作者列表' },
  help: { en: 'all authors with their number of posts', zh: '所有作者和文章数' },
  run: (asked, context) => answerTermList('author', asked, context),
};
