import { join } from 'node:path';
import { answer } from '../../src/bot/answer.js';
import type { BotContext } from '../../src/bot/bot-context.js';
import { createContentReader } from '../../src/content/create-content-reader.js';
import { createLibrary } from '../../src/library/create-library.js';
import type { Benchmark } from '../benchmark.js';
import { librariesOf } from '../library-sizes.js';
import { CORPUS_PERMALINK } from '../make-corpus.js';
import { quantile } from '../statistics.js';
import { untilIdle } from '../until-idle.js';

const SIZE = 5_000;
const TIMES = 20;
/** Rare and common words, both languages, several words, a beginning, a typo, nothing at all. */
const QUESTIONS = [
  'search 服务网格',
  '搜索 分布式事务 一致性',
  'search registry',
  'search regis',
  '搜索 性能',
  'search cache limit',
  'search kubernetes',
  'search kubernets',
  '搜索 链路追踪',
  'search “graceful shutdown”',
  'search 的',
  'search nothingatall',
];

export const search: Benchmark = {
  name: 'search',
  about: `The bot's answer to ${QUESTIONS.length} searches over ${SIZE} posts, from the question to the finished answer; the slowest of a hundred (p99), and the middle.`,
  async run(bench) {
    const [library] = librariesOf(bench, [SIZE]);
    const reader = createContentReader({
      ...{ path: library?.content ?? '', include: ['**/*.md'], exclude: [], permalink: CORPUS_PERMALINK },
      ...{ siteUrl: 'https://blog.example.org', language: 'zh-CN', timezone: 'Asia/Shanghai' },
      cacheFile: join(bench.scratch('search'), 'cache.sqlite'),
    });
    const { posts } = await reader.scan();
    const context: BotContext = {
      library: createLibrary(posts, { article: (post) => reader.article(post), search: reader.search }),
      ...{ jobs: [], newestEdition: async () => undefined, subscriptions: undefined, now: Date.now },
    };
    const ask = async (text: string): Promise<number> => {
      const start = performance.now();
      await answer({ text, user: 'bench', destination: 'bench', language: 'zh' }, context);
      return performance.now() - start;
    };
    // As in a running program, which indexes soon after its start.
    reader.indexAhead();
    await untilIdle();
    for (const question of QUESTIONS) await ask(question);
    const rounds: number[][] = [];
    for (let round = 0; round < bench.rounds; round++) {
      const times: number[] = [];
      for (let time = 0; time < TIMES; time++) for (const question of QUESTIONS) times.push(await ask(question));
      rounds.push(times);
    }
    reader.close();
    return [
      {
        what: `search, ${SIZE.toLocaleString('en')} posts, p99`,
        unit: 'ms',
        ours: rounds.map((times) => quantile(times, 0.99)),
        goal: { of: 'value', bound: 'at most', is: 5 },
      },
      { what: 'p50', unit: 'ms', ours: rounds.map((times) => quantile(times, 0.5)) },
    ];
  },
};
