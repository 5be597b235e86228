import type { Command } from '../command.js';
import { answerTerm } from '../term-answers.js';

export const author: Command = {
  name: 'author',
  words: { en: ['author', 'by', 'posts by', 'articles by', 'posts from'], zh: ['作者'] },
  usage: { en: 'author NAME [N]', zh: '作者 名字 [N]' },
  help: { en: 'the newest posts by somebody', zh: '某位作者的最新文章' },
  run: (asked, context) => answerTerm('author', asked, context),
};
