import type { Post } from '../../content/post.js';
import type { Message } from '../../message/message.js';
import type { BotContext } from '../bot-context.js';
import { unquote } from '../clean-text.js';
import type { Asked, Command } from '../command.js';
import { splitCount } from '../count.js';
import { commandText, echo, postItem, reply } from '../reply.js';
import { commandAction } from '../term-answers.js';

const COUNT = 5;

export const related: Command = {
  name: 'related',
  words: {
    en: ['related', 'related to', 'related posts', 'similar', 'similar to', 'more like', 'posts like'],
    zh: ['相关', '相关文章', '相關', '类似', '类似文章'],
  },
  usage: { en: 'related TITLE-OR-URL', zh: '相关 标题或链接' },
  help: { en: 'posts like that one', zh: '与某篇文章相关的文章' },
  async run(asked, context) {
    const { language } = asked;
    const wanted = unquote(asked.argument.replace(/^(?:to|of)\s+/iu, ''));
    if (wanted === '') return whichPost(asked, context);
    const { post, count } = await findPost(wanted, context);
    if (!post) return noSuchPost(wanted, asked);
    const posts = context.library.related(post, asked.count ?? count ?? COUNT);
    const title = language === 'zh' ? `与《${post.title}》相关的文章` : `Related to “${post.title}”`;
    return {
      ...reply(language, title),
      url: post.url,
      ...(posts.length === 0 && { text: language === 'zh' ? '还没有相关的文章。' : 'Nothing related yet.' }),
      sections: posts.length > 0 ? [{ items: posts.map((other) => postItem(other, posts.length)) }] : [],
      total: posts.length,
    };
  },
};

/** By URL, exact title, or else the best match of a search; addresses are only compared, never fetched. */
async function findPost(wanted: string, context: BotContext): Promise<{ post?: Post; count?: number }> {
  const { library } = context;
  const exact = library.byUrl(wanted) ?? library.resolve({ title: wanted });
  if (exact) return { post: exact };
  const { rest, count } = splitCount(wanted);
  const before = rest === '' ? undefined : (library.byUrl(rest) ?? library.resolve({ title: rest }));
  if (before) return { post: before, count };
  if (/^https?:/iu.test(wanted)) return {};
  const { posts } = await library.search(wanted, { limit: 1, offset: 0 });
  return { post: posts[0] };
}

function whichPost({ language }: Asked, context: BotContext): Message {
  const newest = context.library.posts[0];
  const example = newest && commandText(related, language, echo(newest.title));
  return {
    ...reply(language, language === 'zh' ? '与哪篇文章相关？' : 'Related to which post?'),
    text: language === 'zh' ? '请加上文章的标题或链接。' : 'Add the title of a post, or its link.',
    actions: example ? [commandAction(example)] : [],
    total: 0,
  };
}

function noSuchPost(wanted: string, { language }: Asked): Message {
  const shown = echo(wanted);
  return {
    ...reply(language, language === 'zh' ? `没有找到文章「${shown}」` : `There is no post “${shown}”`),
    text:
      language === 'zh'
        ? '请给出本站文章的标题或链接，或者先搜索一下。'
        : 'Give the title or the link of a post of this site, or search for it first.',
    total: 0,
  };
}
