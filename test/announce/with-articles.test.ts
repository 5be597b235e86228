import { expect, it } from 'vitest';
import { commitScan, type ScanToCommit } from '../../src/announce/commit-scan.js';
import type { Post } from '../../src/content/post.js';
import { makePost } from '../support/make-post.js';
import { openEngine } from '../support/open-engine.js';
import { testWorld } from '../support/test-world.js';

const NOW = Date.parse('2022-02-10T12:00:00+08:00');
const match = { tags: [], categories: [], authors: [], languages: [], sections: [] };
const world = testWorld({ now: () => NOW });

/** Two channels, of which `drafts` is sent whole articles. */
const scan = (posts: Post[], burst = 5): ScanToCommit => ({
  posts,
  announce: { maxAge: Number.POSITIVE_INFINITY, burst, breaker: null, edits: 'update', deletes: 'keep' },
  channels: ['community', 'drafts'].map((name) => ({ name, announce: true, match, language: 'zh' })),
  articles: { carriers: new Set(['drafts']), articleOf: ({ slug, title }) => `<p>${slug}: ${title}</p>` },
  subscriptions: [],
  languageOf: () => 'zh',
});

function library() {
  const engine = openEngine({ now: () => NOW });
  const articles = async () =>
    Object.fromEntries(
      (await engine.ledger.deliveries({ limit: 100 })).map(({ channel, kind, message, revision }) => [
        `${channel} ${kind}`,
        [message.article, revision?.message?.article],
      ]),
    );
  return {
    engine,
    articles,
    take: (posts: Post[], burst?: number) => commitScan(scan(posts, burst), engine.ledger, world),
  };
}

it('a post goes whole to a channel that shows articles, and as a card to the others', async () => {
  const { take, articles } = library();
  await take([]);
  await take([makePost({ slug: 'a', title: '一' })]);
  expect(await articles()).toEqual({
    'community post': [undefined, undefined],
    'drafts post': ['<p>a: 一</p>', undefined],
  });
});

it('an edit brings the article as it is now, and only where one was sent', async () => {
  const { engine, take, articles } = library();
  await take([]);
  const { created } = await take([makePost({ slug: 'a', title: '一' })]);
  for (const id of created) {
    await engine.ledger.transition(id, { type: 'claim', claim: 'c', leaseUntil: NOW + 60_000 });
    await engine.ledger.transition(id, { type: 'settle', claim: 'c', outcome: { type: 'sent', receipt: {} } });
  }
  await take([makePost({ slug: 'a', title: '一（修订）' })]);
  expect(await articles()).toEqual({
    'community post': [undefined, undefined],
    'drafts post': ['<p>a: 一</p>', '<p>a: 一（修订）</p>'],
  });
});

it('a round-up carries no articles, nor do the records of its posts', async () => {
  const { take, articles } = library();
  await take([]);
  await take(
    ['a', 'b', 'c'].map((slug) => makePost({ slug })),
    2,
  );
  expect(Object.values(await articles()).flat()).toEqual(Array(8).fill(undefined));
});
