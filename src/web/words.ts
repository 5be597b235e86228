import type { Language } from '../message/message.js';

/** Everything the pages say in their own voice. */
export interface Words {
  nav: { posts: string; tags: string; digests: string; subscribe: string; chat: string; search: string };
  skip: string;
  slack: string;
  dingtalk: string;
  latest: string;
  allPosts: (count: number) => string;
  posts: string;
  postCount: (count: number) => string;
  tags: string;
  categories: string;
  authors: string;
  languages: string;
  popularTags: string;
  nothingYet: string;
  noDigestYet: string;
  readOriginal: string;
  readHere: string;
  minutes: (count: number) => string;
  by: string;
  updatedOn: (date: string) => string;
  related: string;
  recommended: string;
  older: string;
  newer: string;
  pageOf: (page: number, pages: number) => string;
  pages: string;
  search: {
    title: string;
    placeholder: string;
    submit: string;
    found: (count: number, query: string) => string;
    none: (query: string) => string;
    tip: string;
    needsServer: string;
  };
  subscribe: {
    title: string;
    /** @param what the place, e.g. a tag's name */
    titleOf: (what: string) => string;
    lead: string;
    /** The places, in a few words. */
    ways: string;
    /** For people who open a feed's address in a browser. */
    thisIsAFeed: string;
    reader: string;
    readerHow: string;
    copy: string;
    copied: string;
    formatNotes: { rss: string; atom: string; json: string };
    opml: string;
    opmlHow: (feeds: number) => string;
    download: string;
    slack: string;
    slackHow: string;
    dingtalk: string;
    dingtalkHow: string;
    /** What to type to the bot. */
    command: (kind: 'all' | 'tag' | 'category' | 'author', name: string) => string;
    narrower: string;
    narrowerHow: string;
    inThisFeed: string;
    link: string;
  };
  digests: {
    title: string;
    lead: string;
    upcoming: string;
    next: string;
    notScheduled: string;
    editions: string;
    editionCount: (count: number) => string;
    latest: string;
    posts: string;
    readings: string;
    covers: (from: string, to: string) => string;
  };
  chat: {
    title: string;
    lead: string;
    placeholder: string;
    send: string;
    /** Questions that always have an answer. */
    examples: string[];
    you: string;
    inSlack: string;
    inDingtalk: string;
    waiting: string;
    failed: string;
    needsServer: string;
    appBadge: string;
    robotBadge: string;
    medium: string;
  };
  notFound: { title: string; lead: string; latest: string };
  footer: string;
}

const zh: Words = {
  nav: { posts: '文章', tags: '标签', digests: '周报', subscribe: '订阅', chat: '问机器人', search: '搜索' },
  skip: '跳到正文',
  slack: 'Slack',
  dingtalk: '钉钉',
  latest: '最新文章',
  allPosts: (count) => `全部 ${count} 篇文章`,
  posts: '文章',
  postCount: (count) => `${count} 篇`,
  tags: '标签',
  categories: '分类',
  authors: '作者',
  languages: '语言',
  popularTags: '常用标签',
  nothingYet: '还没有文章。把一篇 Markdown 放进内容目录，它马上就会出现在这里。',
  noDigestYet: '还没有发出过一期。',
  readOriginal: '阅读原文',
  readHere: '在社区网站上阅读这篇文章',
  minutes: (count) => `${count} 分钟阅读`,
  by: '作者',
  updatedOn: (date) => `更新于 ${date}`,
  related: '相关文章',
  recommended: '本文推荐',
  older: '更早的文章',
  newer: '更新的文章',
  pageOf: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
  pages: '翻页',
  search: {
    title: '搜索',
    placeholder: '搜文章、标签、作者',
    submit: '搜索',
    found: (count, query) => `找到 ${count} 篇与「${query}」有关的文章`,
    none: (query) => `没有找到与「${query}」有关的文章`,
    tip: '换一个词，或者少打几个字试试。用引号可以查找完整的短语。',
    needsServer: '这是静态版页面，没有搜索。运行 postrider start 之后，就可以在这里搜索全文。',
  },
  subscribe: {
    title: '订阅',
    titleOf: (what) => `订阅「${what}」`,
    lead: '新文章发布后，自动送到你常用的地方。',
    ways: '阅读器、Slack、钉钉',
    thisIsAFeed: '你打开的地址是一个订阅源。把它复制到阅读器里，以后有新文章就会自动出现。',
    reader: '用阅读器订阅',
    readerHow: '复制其中一个地址，粘贴到 Feedly、Inoreader、NetNewsWire、Reeder 等任意阅读器。三种格式内容一样。',
    copy: '复制',
    copied: '已复制',
    formatNotes: { rss: '哪里都能用', atom: '更规范', json: '给程序用' },
    opml: '一次导入',
    opmlHow: (feeds) => `OPML 文件列出了全部 ${feeds} 个订阅源：全站、每个标签、分类、作者、语言和周报。`,
    download: '下载 OPML',
    slack: '在 Slack 里',
    slackHow: '在任意频道或私信里输入：',
    dingtalk: '在钉钉里',
    dingtalkHow: '在群里 @ 机器人，或者单独发给它：',
    command: (kind, name) =>
      kind === 'all' ? '订阅 全部' : `订阅 ${{ tag: '标签', category: '分类', author: '作者' }[kind]} ${name}`,
    narrower: '只看一个话题',
    narrowerHow: '每个标签、分类和作者都有自己的订阅源。',
    inThisFeed: '订阅源里的最新内容',
    link: '订阅',
  },
  digests: {
    title: '周报',
    lead: '按时编好的文章合集：新文章，加上大家推荐的旧文章。',
    upcoming: '接下来',
    next: '下一期',
    notScheduled: '未排期',
    editions: '往期',
    editionCount: (count) => `${count} 期`,
    latest: '最新一期',
    posts: '本期新文章',
    readings: '推荐阅读',
    covers: (from, to) => `${from} 至 ${to}`,
  },
  chat: {
    title: '问机器人',
    lead: '机器人在 Slack 和钉钉里怎么回答，这里就怎么回答。',
    placeholder: '例如：最新 3',
    send: '发送',
    examples: ['标签列表', '周报', '帮助'],
    you: '你',
    inSlack: 'Slack 里的样子',
    inDingtalk: '钉钉里的样子',
    waiting: '正在想…',
    failed: '没有收到回答，请稍后再试。',
    needsServer: '这是静态版页面，机器人不在。运行 postrider start 之后，就可以在这里和它对话。',
    appBadge: '应用',
    robotBadge: '机器人',
    medium: '显示方式',
  },
  notFound: {
    title: '这里没有页面',
    lead: '地址可能打错了，或者文章已经搬走。可以搜一搜，或者看看最新的文章。',
    latest: '最新文章',
  },
  footer: '由 Postrider 投递',
};

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const en: Words = {
  nav: {
    posts: 'Posts',
    tags: 'Tags',
    digests: 'Digests',
    subscribe: 'Subscribe',
    chat: 'Ask the bot',
    search: 'Search',
  },
  skip: 'Skip to content',
  slack: 'Slack',
  dingtalk: 'DingTalk',
  latest: 'Latest posts',
  allPosts: (count) => `All ${plural(count, 'post', 'posts')}`,
  posts: 'Posts',
  postCount: (count) => plural(count, 'post', 'posts'),
  tags: 'Tags',
  categories: 'Categories',
  authors: 'Authors',
  languages: 'Languages',
  popularTags: 'Popular tags',
  nothingYet: 'No posts yet. Put a Markdown file into the content folder and it appears here at once.',
  noDigestYet: 'No edition has gone out yet.',
  readOriginal: 'Read the original',
  readHere: 'Read this article on the community’s site',
  minutes: (count) => `${count} min read`,
  by: 'By',
  updatedOn: (date) => `Updated ${date}`,
  related: 'Related posts',
  recommended: 'Recommended in this post',
  older: 'Older posts',
  newer: 'Newer posts',
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  pages: 'Pages',
  search: {
    title: 'Search',
    placeholder: 'Search posts, tags, authors',
    submit: 'Search',
    found: (count, query) => `${plural(count, 'post', 'posts')} for “${query}”`,
    none: (query) => `Nothing found for “${query}”`,
    tip: 'Try another word or fewer letters. Quotes find an exact phrase.',
    needsServer:
      'These pages are static files, so there is no search. Run postrider start to search the full text here.',
  },
  subscribe: {
    title: 'Subscribe',
    titleOf: (what) => `Subscribe to “${what}”`,
    lead: 'New posts, delivered where you already are.',
    ways: 'Feed reader, Slack, DingTalk',
    thisIsAFeed: 'The address you opened is a feed. Copy it into a reader and new posts turn up there by themselves.',
    reader: 'In a feed reader',
    readerHow:
      'Copy one of these addresses into Feedly, Inoreader, NetNewsWire, Reeder or any other reader. All three carry the same posts.',
    copy: 'Copy',
    copied: 'Copied',
    formatNotes: { rss: 'works everywhere', atom: 'stricter', json: 'for programs' },
    opml: 'All at once',
    opmlHow: (feeds) =>
      `The OPML file lists all ${plural(feeds, 'feed', 'feeds')}: the site, every tag, category, author, language and digest.`,
    download: 'Download OPML',
    slack: 'In Slack',
    slackHow: 'In any channel or direct message, type:',
    dingtalk: 'In DingTalk',
    dingtalkHow: 'Mention the robot in a group, or write to it directly:',
    command: (kind, name) => (kind === 'all' ? 'subscribe all' : `subscribe ${kind} ${name}`),
    narrower: 'Just one topic',
    narrowerHow: 'Every tag, category and author has a feed of its own.',
    inThisFeed: 'Latest in this feed',
    link: 'Subscribe',
  },
  digests: {
    title: 'Digests',
    lead: 'Put together on schedule: what is new, and what the community recommends from before.',
    upcoming: 'Coming up',
    next: 'Next edition',
    notScheduled: 'Not scheduled',
    editions: 'Editions',
    editionCount: (count) => plural(count, 'edition', 'editions'),
    latest: 'Latest edition',
    posts: 'New in this edition',
    readings: 'Recommended reading',
    covers: (from, to) => `${from} to ${to}`,
  },
  chat: {
    title: 'Ask the bot',
    lead: 'What the bot answers in Slack and DingTalk, it answers here.',
    placeholder: 'For example: latest 3',
    send: 'Send',
    examples: ['tags', 'digest', 'help'],
    you: 'You',
    inSlack: 'As Slack shows it',
    inDingtalk: 'As DingTalk shows it',
    waiting: 'Thinking…',
    failed: 'No answer came. Please try again in a moment.',
    needsServer: 'These pages are static files, so the bot is not here. Run postrider start to talk to it.',
    appBadge: 'APP',
    robotBadge: 'Robot',
    medium: 'Shown as',
  },
  notFound: {
    title: 'There is no page here',
    lead: 'The address may be mistyped, or the post has moved. Search for it, or see what is new.',
    latest: 'Latest posts',
  },
  footer: 'Delivered by Postrider',
};

export const words: Record<Language, Words> = { zh, en };
