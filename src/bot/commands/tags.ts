import type { Command } from '../command.js';
import { answerTermList } from '../term-list.js';

export const tags: Command = {
  name: 'tags',
  words: { en: ['tags', 'tag list', 'topics'], zh: ['标签列表', '所有标签', '全部标签', '标签云', '標籤列表'] },
  usage: { en: 'tags', zh: '标签列表' },
  help: { en: 'all tags with their number of posts', zh: '所有标签和文章数' },
  run: (asked, context) => answerTermList('tag', asked, context),
};
