import { emptyMessage, type Message } from '../../src/message/message.js';
import { postMessage } from '../../src/message/post-message.js';
import { roundupMessage } from '../../src/message/roundup-message.js';
import { makePost } from '../support/make-post.js';

const ordinary = makePost({
  slug: 'tiger-year',
  title: '喜迎虎年｜开源正当时！',
  description: '新的一年，我们想和大家聊聊开源社区走过的路，以及接下来要做的三件事。',
  cover: 'https://img.example.org/A*tiger.png',
  tags: ['SOFAStack', '开源', '社区'],
  authors: [{ name: '齐天', url: 'https://github.com/sofastack' }, { name: '雪连' }],
  readingMinutes: 9,
});
const english = makePost({
  slug: 'sidecar',
  lang: 'en',
  title: 'How we moved 5 services behind a sidecar & lived',
  description: 'A diary of two weeks, with numbers: latency went from 12 ms to <9 ms.',
  authors: [{ name: 'Ada' }],
  tags: ['Service Mesh'],
  readingMinutes: 1,
});
const bare = makePost({ slug: 'bare', title: '没有描述', excerpt: '', authors: [], tags: [], categories: [] });
const pings = makePost({
  slug: 'pings',
  title: '<!channel> *粗* _斜_ ~删~ `码` <b>HTML</b> [链接](https://evil.example) # &amp; snake_case',
  description:
    '> <@U012AB> 和 <!here|here>，还有 <https://evil.example|点我> 与 @所有人\n# 标题\n- 列表\n1. 编号 ~~删~~ | 表 | 格 |',
  authors: [{ name: '<@U012AB>*', url: 'javascript:alert(1)' }],
  tags: ['<!everyone>', '*星*', 'a|b'],
  announce: { enabled: true, note: '<!channel> 快来看 *这个*', channels: [] },
});
const long = makePost({
  slug: 'long',
  title: '很长的标题'.repeat(80),
  description: '很长的描述。'.repeat(200),
  tags: Array.from({ length: 60 }, (_, i) => `标签${i + 1}`),
  authors: Array.from({ length: 12 }, (_, i) => ({ name: `作者${i + 1}` })),
});
const signs = makePost({
  slug: 'signs',
  title: '👩‍👩‍👧‍👦 家庭\uD83D 与 \u202Egnp.exe\u0007 e\u0301',
  url: 'https://blog.example.org/blog/路 径/(a)|b<c>?x=1&y=*2*',
  cover: 'https://img.example.org/a (1)|<x>.png?w=1&h=2',
  description: 'café 🇨🇳 \u0000\u001B[31m红色\u001B[0m ]]> "引号" \\ 反斜杠',
  tags: ['C++', 'Node.js 20', '🐯'],
});

const handbook = makePost({
  slug: 'handbook',
  lang: 'en',
  title: 'The operator’s handbook',
  description: 'What to watch, what to ignore, and whom to call.',
  cover: 'https://img.example.org/handbook.png',
  authors: [{ name: 'Ada' }, { name: 'Grace', url: 'https://example.org/grace' }],
  tags: ['Operations', 'Service Mesh'],
  readingMinutes: 12,
});

/** What an English channel gets most days, by name. */
export const englishMessages: Record<string, Message> = {
  'a post with a cover': postMessage(handbook),
  'a post without one': postMessage(english),
  'a round-up of two': roundupMessage([handbook, english], 'en', 'https://blog.example.org/'),
  'an edition': {
    ...emptyMessage('edition', 'Weekly reading 2022-W05', 'en'),
    url: 'https://feeds.example.org/digests/weekly-reading/2022-W05/',
    text: 'Hello, here is what week 5 brought.',
    sections: [
      { heading: 'New posts', items: roundupMessage([handbook, english], 'en').sections[0]?.items ?? [] },
      {
        heading: 'Worth reading',
        items: [
          { title: 'Five more years of runtimes', url: 'https://blog.example.org/blog/runtime/', reason: 'in 3 posts' },
        ],
      },
    ],
  },
};

/** Posts and lists that have broken message senders before, by name. */
export const nastyMessages: Record<string, Message> = {
  'an ordinary post': postMessage(ordinary),
  'an English post without a cover': postMessage(english),
  'a post with nothing but a title': postMessage(bare),
  'a post full of markup and mentions': postMessage(pings),
  'a post with a title of 400 characters, 60 tags and 12 authors': postMessage(long),
  'a post with strange signs and addresses': postMessage(signs),
  'a round-up of six': roundupMessage([ordinary, english, bare, pings, long, signs], 'zh', 'https://blog.example.org/'),
  'a round-up of 100': roundupMessage(
    Array.from({ length: 100 }, (_, i) => makePost({ slug: `p${i}`, title: `第 ${i} 篇` })),
    'zh',
    'https://blog.example.org/',
  ),
  'an edition': {
    ...emptyMessage('edition', '本周推荐阅读 2022-W05', 'zh-CN'),
    url: 'https://feeds.example.org/digests/weekly-reading/2022-W05/',
    text: '大家好，这里是第 5 周的推荐阅读。',
    sections: [
      { heading: '新文章', items: roundupMessage([ordinary, english], 'zh').sections[0]?.items ?? [] },
      {
        heading: '推荐阅读',
        items: [
          { title: '云原生运行时的下一个五年', url: 'https://blog.example.org/blog/runtime/', reason: '3 篇文章推荐' },
          { title: '没有链接的一篇' },
        ],
      },
    ],
  },
  'an answer of the bot with more pages': {
    ...emptyMessage('reply', '标签 MOSN', 'zh-CN'),
    text: '第 1–2 篇，共 46 篇。',
    sections: [
      {
        items: [
          { title: 'MOSN 源码解析', url: 'https://blog.example.org/blog/mosn-1/', date: '2022-02-03T15:00:00+08:00' },
          { title: '流量 <劫持>', url: 'https://blog.example.org/blog/mosn-2/', date: '2022-01-03T15:00:00+08:00' },
        ],
      },
    ],
    actions: [{ type: 'command', label: '再看 2 篇', command: '标签 MOSN 2 从2' }],
    total: 46,
  },
};
