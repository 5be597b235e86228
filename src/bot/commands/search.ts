import { unquote } from '../clean-text.js';
import type { Command } from '../command.js';
import { commandText, echo, pageText, postsReply, reply } from '../reply.js';
import { commandAction } from '../term-answers.js';

const COUNT = 5;

export const search: Command = {
  name: 'search',
  words: {
    en: ['search', 'search for', 'find', 'look for', 'looking for', 'posts about', 'articles about', 'about'],
    zh: ['搜索', '搜', '搜一下', '搜寻', '搜尋', '查找', '查询', '找', '找一下', '关于'],
  },
  usage: { en: 'search WORDS', zh: '搜索 词' },
  help: { en: 'posts that contain the words, best first', zh: '全文搜索，最相关的在前' },
  async run(asked, context) {
    const { language, after } = asked;
    const query = unquote(asked.argument.replace(/的(?:文章|博客|博文|内容)$/u, ''));
    if (query === '') return whatToSearch(language, context.library.terms('tag')[0]?.name);
    const count = asked.count ?? COUNT;
    const { posts, total } = await context.library.search(query, { limit: count, offset: after });
    const shown = echo(query);
    if (total === 0) {
      return {
        ...reply(language, language === 'zh' ? `没有找到「${shown}」` : `Nothing found for “${shown}”`),
        text:
          language === 'zh'
            ? '换个更短或更常见的词试试，也可以看看最新文章和标签。'
            : 'Try fewer or more common words, or look at the newest posts and the tags.',
        actions: (language === 'zh' ? ['最新 5', '标签列表'] : ['latest 5', 'tags']).map(commandAction),
        total: 0,
      };
    }
    const page = { total, after, count, command: commandText(search, language, query) };
    const title = language === 'zh' ? `「${shown}」的搜索结果` : `Posts about “${shown}”`;
    return { ...postsReply(language, title, posts, page), text: pageText(page, language) };
  },
};

function whatToSearch(language: 'zh' | 'en', word: string | undefined) {
  const example = commandText(search, language, word ?? (language === 'zh' ? '源码' : 'release'));
  return {
    ...reply(language, language === 'zh' ? '要搜索什么？' : 'What shall I look for?'),
    text: language === 'zh' ? `例如：「${example}」。` : `For example: “${example}”.`,
    actions: [commandAction(example)],
    total: 0,
  };
}
