import type { Command } from '../command.js';
import { MOST, splitCount, splitLeadingCount } from '../count.js';
import { commandText, postsReply, reply } from '../reply.js';
import { answerAnyTerm } from '../term-answers.js';

/** How many more, when one was asked for. */
const STEP = 5;
/** Words around the argument that add nothing, taken off one after the other: 的三篇文章, posts about MOSN, MOSN 的文章. */
const AROUND = [
  /^的?(?:一?[篇条个])?(?:的?(?:文章|博客|博文|帖子))?$/u,
  /^(?:posts?|articles?|ones?)(?=\s|$)/iu,
  /^\s*(?:about|on|in|with|from|by|tagged)\s+/iu,
  /(?:的?(?:文章|博客|博文|帖子)|(?:^|\s)(?:posts?|articles?))$/iu,
];

export const latest: Command = {
  name: 'latest',
  words: {
    en: [
      'latest',
      'latest post',
      'latest posts',
      'latest article',
      'latest articles',
      'newest',
      'newest post',
      'newest posts',
      'recent',
      'recent posts',
      'recent articles',
      'last',
      'last post',
      'last posts',
      'new',
      'new post',
      'new posts',
      'new articles',
      "what's new",
      'whats new',
      'what is new',
      'posts',
      'articles',
    ],
    zh: [
      '最新',
      '最新文章',
      '最新的文章',
      '最新博客',
      '最新博文',
      '最新发布',
      '最新更新',
      '最新一篇',
      '最近',
      '最近文章',
      '最近的文章',
      '最近更新',
      '新文章',
      '文章',
      '文章列表',
    ],
  },
  usage: { en: 'latest [N]', zh: '最新 [N]' },
  help: { en: `the newest posts, up to ${MOST}`, zh: `最新的文章，最多 ${MOST} 篇` },
  run(asked, context) {
    const { language, after } = asked;
    const wanted = readArgument(asked.argument);
    const given = wanted.count ?? asked.count;
    if (wanted.topic !== '') return answerAnyTerm(wanted.topic, { ...asked, count: given }, context);
    const count = given ?? 1;
    const { posts } = context.library;
    if (posts.length === 0) {
      return { ...reply(language, language === 'zh' ? '还没有文章' : 'There are no posts yet'), total: 0 };
    }
    const title = language === 'zh' ? '最新文章' : count === 1 ? 'Latest post' : 'Latest posts';
    const step = count === 1 ? STEP : count;
    const page = { total: posts.length, after, count, step, command: commandText(latest, language, step) };
    return postsReply(language, title, posts.slice(after, after + count), page);
  },
};

/** `5`, `5篇`, `2 posts by Ada`: how many, and of what if not of everything. */
function readArgument(argument: string): { topic: string; count?: number } {
  const bare = argument.replace(/^的/u, '');
  const { rest, count } = splitLeadingCount(bare) ?? splitCount(bare);
  return { topic: AROUND.reduce((text, around) => text.replace(around, ''), rest).trim(), count };
}
