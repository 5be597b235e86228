import { describe, expect, it } from 'vitest';
import { dueEditions } from '../../src/digest/due-editions.js';
import { editionMessage } from '../../src/digest/edition-message.js';
import { type SubscriberEditionInput, subscriberEdition, subscriberJob } from '../../src/digest/subscriber-edition.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const MONDAY = Date.parse('2022-02-07T09:00:00+08:00');
const post = (slug: string, day: string, tags: string[], recommends: string[] = []) =>
  makePost({
    slug,
    title: slug,
    tags,
    categories: [],
    date: `2022-${day}T15:00:00+08:00`,
    recommends: recommends.map((title) => ({ title, url: `https://mp.example.cn/s/${title}` })),
  });
const library = makeLibrary([
  post('mosn', '02-03', ['MOSN'], ['甲', '乙']),
  post('layotto', '02-02', ['Layotto']),
  post('seata', '02-01', ['Seata'], ['丙']),
  post('old', '01-20', ['MOSN']),
]);
const compose = (
  subscriptions: SubscriberEditionInput['subscriptions'],
  change: Partial<SubscriberEditionInput> = {},
) =>
  subscriberEdition({
    rhythm: 'weekly',
    subscriptions,
    library,
    site: { title: '社区博客', description: '', url: '', language: 'zh-CN' },
    at: MONDAY,
    timezone: 'Asia/Shanghai',
    language: 'zh',
    earlier: [],
    ...change,
  });
const titles = (list: { title: string }[]) => list.map(({ title }) => title);

describe('a digest of one’s own', () => {
  it('has the new posts that match any of the subscriptions, and readings that such posts recommend', () => {
    const edition = compose([
      { kind: 'tag', value: 'mosn' },
      { kind: 'tag', value: 'Layotto' },
    ]);
    expect(edition.id).toBe('subscription-weekly/2022-W06');
    expect(edition.title).toBe('本周的订阅 · 2022 年第 6 周');
    expect(titles(edition.posts)).toEqual(['mosn', 'layotto']);
    expect(titles(edition.readings)).toEqual(['甲', '乙', 'old']);
  });

  it('may be of everything, or of what a search finds', () => {
    expect(titles(compose([{ kind: 'all', value: '' }]).posts)).toEqual(['mosn', 'layotto', 'seata']);
    expect(titles(compose([{ kind: 'search', value: 'seata' }]).posts)).toEqual(['seata']);
    expect(compose([]).empty).toBe(true);
  });

  it('never repeats what the place was sent before', () => {
    const subscriptions = [{ kind: 'tag' as const, value: 'MOSN' }];
    const first = compose(subscriptions);
    const second = compose(subscriptions, { at: MONDAY + 7 * 86_400_000, earlier: [editionMessage(first)] });
    expect(titles(first.readings)).toEqual(['甲', '乙', 'old']);
    expect(second.posts).toEqual([]);
    expect(second.readings).toEqual([]);
  });

  it('comes on Mondays, or every morning, like any job', () => {
    const jobs = [
      subscriberJob('weekly', { timezone: 'Asia/Shanghai', language: 'zh' }),
      subscriberJob('daily', { timezone: 'Asia/Shanghai', language: 'en' }),
    ];
    const due = (now: number) => dueEditions(jobs, () => MONDAY - 3_600_000, now).due.map(({ job }) => job.name);
    expect(due(MONDAY)).toEqual(['subscription-weekly', 'subscription-daily']);
    expect(dueEditions(jobs, () => MONDAY, MONDAY + 86_400_000).due.map(({ job }) => job.title)).toEqual([
      'Your subscriptions today',
    ]);
  });
});
