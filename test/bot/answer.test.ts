import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answer } from '../../src/bot/answer.js';
import type { BotContext } from '../../src/bot/bot-context.js';
import { commands } from '../../src/bot/commands/index.js';
import type { Question } from '../../src/bot/question.js';
import { replyJson } from '../../src/bot/reply-json.js';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { EditionRecord } from '../../src/engine/engine.js';
import type { MessageAction } from '../../src/message/message.js';
import { botLibrary } from '../support/bot-library.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

const edition: EditionRecord = {
  id: 'weekly-reading/2022-W05',
  job: 'weekly-reading',
  from: '2022-01-28T10:00:00+08:00',
  to: '2022-02-04T10:00:00+08:00',
  title: '本周推荐阅读 2022-W05',
  markdown: '',
  posts: [{ id: '1', title: '第 3 篇', url: 'https://blog.example.org/blog/post-3/' }],
  readings: [{ title: '一篇旧文', url: 'https://blog.example.org/blog/old/' }],
  createdAt: '2022-02-04T10:00:00+08:00',
};

const base: BotContext = {
  library: botLibrary,
  newestEdition: async (job) => (job === undefined || job === edition.job ? edition : undefined),
  jobs: [
    { name: 'weekly-reading', title: '本周推荐阅读' },
    { name: 'monthly', title: 'Monthly' },
  ],
  now: () => Date.parse('2022-02-20T00:00:00Z'),
  editionUrl: (id) => `https://rider.example.org/digests/${id}/`,
};

function ask(text: string, change: Partial<Question> = {}, context: Partial<BotContext> = {}) {
  const question: Question = { text, destination: 'slack/C1', user: 'slack/U1', language: 'en', ...change };
  return answer(question, { ...base, ...context });
}

const titles = async (text: string) => {
  const message = await ask(text);
  return message.sections.flatMap((section) => section.items.map((item) => item.title));
};
const commandsOf = (actions: MessageAction[]) =>
  actions.flatMap((action) => (action.type === 'command' ? [action.command] : []));

/** Real subscriptions in a real database. */
function withEngine(): Pick<BotContext, 'subscriptions'> {
  const engine = openEmbeddedEngine({ file: join(tempFolder().path, 'postrider.db'), ...testWorld() });
  onTestFinished(() => engine.close());
  return { subscriptions: engine.subscriptions };
}

describe('latest', () => {
  it('gives the newest post, or as many as asked for, at most 20', async () => {
    expect(await titles('latest')).toEqual(['第 12 篇：服务网格实践']);
    expect(await titles('最新3篇')).toHaveLength(3);
    expect(await titles('latest 999')).toHaveLength(12);
    const many = makeLibrary(Array.from({ length: 30 }, (_, index) => makePost({ slug: `p${index}` })));
    expect((await ask('latest 999', {}, { library: many })).sections[0]?.items).toHaveLength(20);
    expect((await ask('latest 0', {}, { library: many })).sections[0]?.items).toHaveLength(1);
  });

  it('leads through all pages and back by its own commands', async () => {
    let message = await ask('latest 5');
    const seen: string[] = [];
    for (let page = 0; page < 3; page++) {
      seen.push(...message.sections.flatMap((section) => section.items.map((item) => item.url ?? '')));
      const next = commandsOf(message.actions).at(-1) ?? '';
      message = await ask(next);
    }
    expect(new Set(seen).size).toBe(12);
    const last = await ask('latest 5 after:10');
    expect(last).toMatchObject({ text: '11–12 of 12.', total: 12 });
    expect(commandsOf(last.actions)).toEqual(['latest 5 after:5']);
  });

  it('says so when there is nothing, or nothing more', async () => {
    expect(await ask('latest', {}, { library: makeLibrary([]) })).toMatchObject({
      title: 'There are no posts yet',
      total: 0,
    });
    expect(await ask('latest 5 after:100')).toMatchObject({ text: 'There are only 12 in all.', sections: [] });
  });

  it('takes a term behind it for what it is', async () => {
    expect((await ask('latest posts about MOSN')).title).toBe('Posts tagged MOSN');
    expect((await ask('最新 MOSN 的文章', { language: 'zh' })).title).toBe('标签「MOSN」的文章');
    expect((await ask('latest 2 posts by Ada Lovelace')).title).toBe('Posts by Ada Lovelace');
    expect((await ask('齐天的文章')).title).toBe('Posts by 齐天');
  });
});

describe('terms', () => {
  it.each(['tag mosn', 'tag ＭＯＳＮ', '#MOSN', '标签「MOSN」', 'tag "MOSN"', 'tags mosn', 'posts tagged mosn'])(
    'finds the posts of a tag by “%s”',
    async (text) => {
      expect(await ask(text)).toMatchObject({ title: 'Posts tagged MOSN', total: 3 });
    },
  );

  it('reads a number behind the name as how many, unless it belongs to the name', async () => {
    expect((await ask('tag MOSN 2')).sections[0]?.items).toHaveLength(2);
    expect(await ask('tag Java 17')).toMatchObject({ title: 'Posts tagged Java 17', total: 3 });
    const paged = await ask('tag Java 17 2');
    expect(commandsOf(paged.actions)).toEqual(['tag "Java 17" 2 after:2']);
    expect(await ask('tag "Java 17" 2 after:2')).toMatchObject({ text: '3 of 3.' });
  });

  it('offers the nearest terms for an unknown one, and the same name elsewhere', async () => {
    const library = makeLibrary([makePost({ tags: ['SOFARegistry', 'SOFARPC'], authors: [{ name: '卫恒' }] })]);
    const near = await ask('tag sofar', {}, { library });
    expect(near).toMatchObject({ title: 'There is no tag “sofar”', total: 0 });
    expect(commandsOf(near.actions)).toEqual(['tag SOFARPC', 'tag SOFARegistry', 'search sofar']);
    expect(commandsOf((await ask('tag 卫恒', {}, { library })).actions)).toContain('author 卫恒');
  });

  it('lists the terms with their counts', async () => {
    const message = await ask('分类列表', { language: 'zh' });
    expect(message.sections[0]?.items).toEqual([
      { title: 'SOFAWeekly', reason: '6 篇' },
      { title: '技术', reason: '6 篇' },
    ]);
    expect(message.total).toBe(2);
  });
});

describe('search and related', () => {
  it('finds words, a page at a time', async () => {
    const message = await ask('搜索 服务网格', { language: 'zh' });
    expect(message).toMatchObject({ title: '「服务网格」的搜索结果', total: 12 });
    expect(commandsOf(message.actions)).toEqual(['搜索 服务网格 跳过:5']);
    expect(await ask('search nothing-like-it')).toMatchObject({ total: 0 });
  });

  it('finds what is related to a post, by its link, its title or a part of it', async () => {
    for (const text of [
      'related https://blog.example.org/blog/post-3/',
      'related 第 3 篇：服务网格实践',
      '相关 《第 3 篇:服务网格实践》',
      'related to 第 3 篇',
    ]) {
      expect((await ask(text)).url, text).toBe('https://blog.example.org/blog/post-3/');
    }
    expect((await ask('related https://elsewhere.example/')).title).toBe(
      'There is no post “https://elsewhere.example/”',
    );
  });
});

describe('digest', () => {
  it('shows the newest edition with its link', async () => {
    const message = await ask('周报', { language: 'zh' });
    expect(message).toMatchObject({
      title: '本周推荐阅读 2022-W05',
      url: 'https://rider.example.org/digests/weekly-reading/2022-W05/',
      sections: [{ heading: '新文章' }, { heading: '推荐阅读' }],
      total: 2,
    });
    expect((await ask('digest 本周推荐阅读')).title).toBe('本周推荐阅读 2022-W05');
  });

  it('says when a job has not come out yet, or is none', async () => {
    expect((await ask('digest monthly')).title).toBe('“Monthly” has not come out yet');
    expect(commandsOf((await ask('digest daily')).actions)).toEqual(['digest weekly-reading', 'digest monthly']);
  });
});

describe('subscriptions', () => {
  it('are kept once for each place, however they are spelled, and ended by their own button', async () => {
    const engine = withEngine();
    expect((await ask('subscribe tag mosn', {}, engine)).title).toBe('Subscribed to tag MOSN');
    expect((await ask('订阅 #ＭＯＳＮ', {}, engine)).title).toBe('Already subscribed to tag MOSN');
    expect((await ask('subscribe all', { destination: 'slack/C2' }, engine)).title).toBe('Subscribed to everything');
    const list = await ask('subscriptions', {}, engine);
    expect(list.sections[0]?.items).toEqual([{ title: 'tag MOSN' }]);
    const [end = ''] = commandsOf(list.actions);
    expect((await ask(end, {}, engine)).title).toBe('Unsubscribed from tag MOSN');
    expect(await engine.subscriptions?.list()).toMatchObject([{ destination: 'slack/C2', kind: 'all' }]);
  });

  it('can be gathered by day or week, and changed from one to the other', async () => {
    const engine = withEngine();
    await ask('订阅 标签 MOSN 每周', { language: 'zh' }, engine);
    expect((await ask('subscribe tag MOSN daily', {}, engine)).title).toBe('Subscribed to tag MOSN (once a day)');
    expect(await engine.subscriptions?.list()).toMatchObject([{ kind: 'tag', value: 'MOSN', when: 'daily' }]);
  });

  it.each([
    ['subscribe category 技术', { kind: 'category', value: '技术' }],
    ['subscribe author ada lovelace', { kind: 'author', value: 'Ada Lovelace' }],
    ['subscribe search 服务 网格', { kind: 'search', value: '服务 网格' }],
    ['订阅 搜索 服务网格 每天', { kind: 'search', value: '服务网格', when: 'daily' }],
    ['订阅 全部', { kind: 'all', value: '' }],
    ['订阅 齐天', { kind: 'author', value: '齐天' }],
    ['subscribe to MOSN', { kind: 'tag', value: 'MOSN' }],
    ['subscribe tag Java 17', { kind: 'tag', value: 'Java 17' }],
    ['subscribe tag "Rust"', { kind: 'tag', value: 'Rust' }],
  ])('understand “%s”', async (text, expected) => {
    const engine = withEngine();
    await ask(text, {}, engine);
    expect(await engine.subscriptions?.list()).toMatchObject([expected]);
  });

  it('to a term nobody used are asked about first', async () => {
    const engine = withEngine();
    const message = await ask('subscribe tag sofas', {}, engine);
    expect(message.title).toBe('There is no tag “sofas”, so nothing is subscribed yet');
    expect(commandsOf(message.actions)).toEqual(['subscribe tag SOFAStack', 'subscribe tag "sofas"']);
    expect(await engine.subscriptions?.list()).toEqual([]);
    expect((await ask('subscribe tag "sofas"', {}, engine)).title).toBe('Subscribed to tag sofas');
  });

  it('are not changed by a typo, only asked about', async () => {
    const engine = withEngine();
    const message = await ask('subscirbe tag MOSN', {}, engine);
    expect(message.title).toBe('Did you mean “subscribe tag MOSN”?');
    expect(await engine.subscriptions?.list()).toEqual([]);
  });

  it('and the language may be changed only by those who may', async () => {
    const engine = withEngine();
    const guest = { mayChange: async () => false };
    for (const text of ['subscribe tag MOSN', 'language zh']) {
      expect((await ask(text, guest, engine)).title).toBe('You may not change that here');
    }
    await ask('subscribe tag MOSN', {}, engine);
    expect((await ask('unsubscribe all', guest, engine)).title).toBe('You may not change that here');
    expect(await engine.subscriptions?.list()).toHaveLength(1);
  });

  it('that were paused come to life again when somebody subscribes', async () => {
    const engine = withEngine();
    await ask('subscribe tag MOSN', {}, engine);
    await engine.subscriptions?.pause('slack/C1', 'the channel is archived');
    const list = await ask('subscriptions', {}, engine);
    expect(list.sections[0]?.items[0]?.reason).toBe('paused: the channel is archived');
    await ask('subscribe tag MOSN', {}, engine);
    expect((await engine.subscriptions?.list())?.[0]).not.toHaveProperty('paused');
  });

  it('are explained where there are none', async () => {
    expect((await ask('subscribe tag MOSN')).title).toBe('There is nothing to subscribe here');
    const engine = withEngine();
    for (const text of ['subscribe tag MOSN', 'subscriptions', 'language zh']) {
      expect((await ask(text, { destination: 'web/somebody' }, engine)).title, text).toMatch(/here$/);
    }
    expect(await engine.subscriptions?.list()).toEqual([]);
  });

  it('have a limit in one place', async () => {
    const engine = withEngine();
    for (let i = 0; i < 50; i++) await ask(`subscribe search word${i}`, {}, engine);
    expect((await ask('subscribe all', {}, engine)).title).toBe('There are too many subscriptions here');
  });
});

describe('language', () => {
  it('belongs to the place and outlives the question', async () => {
    const engine = withEngine();
    expect((await ask('language 中文', {}, engine)).lang).toBe('zh-CN');
    expect((await ask('latest', {}, engine)).title).toBe('最新文章');
    expect((await ask('latest', { destination: 'slack/C2' }, engine)).title).toBe('Latest post');
    expect((await ask('语言 英文', {}, engine)).lang).toBe('en');
  });

  it('is explained in both when it is not clear', async () => {
    expect(await ask('language fr')).toMatchObject({
      title: '中文 / English',
      text: expect.stringContaining('语言 中文'),
    });
  });
});

describe('what is not a command', () => {
  it('gets three examples that work in this very library', async () => {
    const message = await ask('what a nice day');
    expect(message.title).toBe('I did not understand “what a nice day”');
    const examples = commandsOf(message.actions).slice(0, 3);
    expect(examples).toEqual(['latest 3', 'tag SOFAStack', expect.stringMatching(/^search /)]);
    for (const example of examples) {
      expect((await ask(example)).sections[0]?.items.length, example).toBeGreaterThan(0);
    }
  });

  it('is a near miss: the name of a term, or words that can be found', async () => {
    expect((await ask('MOSN')).text).toContain('Did you mean “tag MOSN”?');
    expect((await ask('服务网格')).text).toContain('Did you mean “search 服务网格”?');
  });

  it('is a typo: answered, and said so', async () => {
    expect(await ask('latset 2')).toMatchObject({
      title: 'Latest posts',
      text: expect.stringContaining('Did you mean “latest 2”?'),
    });
  });

  it('is nothing at all, or a greeting: the help', async () => {
    for (const text of ['', '  ', '你好', 'Hello!']) expect((await ask(text)).title, text).toBe('What I can do');
  });

  it('is quoted back short', async () => {
    expect((await ask(`zzz ${'z'.repeat(2000)}`)).title.length).toBeLessThan(120);
  });
});

describe('every command', () => {
  it('explains itself in both languages, and understands its own words in both', async () => {
    for (const command of commands) {
      for (const language of ['en', 'zh'] as const) {
        expect(command.usage[language], command.name).not.toBe('');
        expect(command.help[language], command.name).not.toBe('');
        const answered = await ask(command.words[language][0], { language });
        expect(answered.kind).toBe('reply');
        expect(answered.lang, `${command.name} ${language}`).toBe(language === 'zh' ? 'zh-CN' : 'en');
        expect(answered.title).not.toMatch(/没看懂|did not understand/);
      }
    }
  });

  it('offers only buttons whose commands are understood', async () => {
    const engine = withEngine();
    for (const text of [
      'help',
      'latest 5',
      'tag nope',
      'tags',
      'search zzz',
      'related',
      'subscribe',
      'subscriptions',
      'digest nope',
      'zzz',
    ]) {
      for (const language of ['en', 'zh'] as const) {
        for (const command of commandsOf((await ask(text, { language }, engine)).actions)) {
          const { title } = await ask(command, { language }, engine);
          expect(title, `${text} → ${command}`).not.toMatch(/没看懂|did not understand/);
        }
      }
    }
  });
});

describe('an answer as JSON', () => {
  it('has the contract’s shape, and a text that reads well alone', async () => {
    expect(replyJson(await ask('latest 2', { language: 'zh' }))).toEqual({
      title: '最新文章',
      items: [
        {
          title: '第 12 篇：服务网格实践',
          url: 'https://blog.example.org/blog/post-12/',
          date: '2022-02-12T10:00:00+08:00',
        },
        {
          title: '第 11 篇：服务网格实践',
          url: 'https://blog.example.org/blog/post-11/',
          date: '2022-02-11T10:00:00+08:00',
        },
      ],
      total: 12,
      text: [
        '最新文章',
        '第 1–2 篇，共 12 篇。',
        '',
        '1. 第 12 篇：服务网格实践 (2022-02-12)',
        '   https://blog.example.org/blog/post-12/',
        '   post-12 的第一段。',
        '2. 第 11 篇：服务网格实践 (2022-02-11)',
        '   https://blog.example.org/blog/post-11/',
        '   post-11 的第一段。',
        '',
        '再看 2 篇：最新 2 跳过:2',
      ].join('\n'),
    });
  });
});
