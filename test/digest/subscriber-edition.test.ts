import { describe, expect, it } from 'vitest';
import { dueEditions } from '../../src/digest/due-editions.js';
import { type SubscriberEditionInput, subscriberEdition, subscriberJob } from '../../src/digest/subscriber-edition.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const DAY = 86_400_000;
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
  post('old', '01-01', ['MOSN']),
]);
const options = { timezone: 'Asia/Shanghai', language: 'zh', window: 30 * DAY } as const;
const compose = (change: Partial<SubscriberEditionInput> = {}) =>
  subscriberEdition({
    job: subscriberJob('weekly', options),
    library,
    site: { title: '社区博客', description: '', url: '', language: 'zh-CN' },
    at: MONDAY,
    wants: () => true,
    isNew: () => true,
    seen: [],
    ...change,
  });
const titles = (list: { title: string }[]) => list.map(({ title }) => title);

describe('a digest of one’s own', () => {
  it('has the new posts that are wanted, and readings that such posts recommend', () => {
    const edition = compose({ wants: ({ tags }) => tags.some((tag) => tag === 'MOSN' || tag === 'Layotto') });
    expect(edition.id).toBe('subscription.weekly/2022-W06');
    expect(edition.title).toBe('本周的订阅 · 2022 年第 6 周');
    expect(titles(edition.posts)).toEqual(['mosn', 'layotto']);
    expect(titles(edition.readings)).toEqual(['甲', '乙', 'old']);
  });

  it('lists nothing that was told before, whose recommendations still count', () => {
    const edition = compose({ isNew: ({ slug }) => slug === 'layotto' });
    expect(titles(edition.posts)).toEqual(['layotto']);
    expect(titles(edition.readings)).toEqual(['甲', '乙', '丙', 'old']);
    expect(compose({ isNew: () => false }).empty).toBe(true);
  });

  it('recommends nothing the place was sent before', () => {
    const seen = ['https://mp.example.cn/s/甲', 'https://blog.example.org/blog/old/'];
    expect(titles(compose({ seen }).readings)).toEqual(['乙', '丙']);
  });

  it('is news alone by day, with readings by week', () => {
    expect(compose({ job: subscriberJob('daily', options) }).readings).toEqual([]);
  });

  it('comes on Mondays, or every morning, like any job', () => {
    const jobs = [subscriberJob('weekly', options), subscriberJob('daily', { ...options, language: 'en' })];
    const due = (now: number) => dueEditions(jobs, () => MONDAY - 3_600_000, now).due.map(({ job }) => job.name);
    expect(due(MONDAY)).toEqual(['subscription.weekly', 'subscription.daily']);
    expect(dueEditions(jobs, () => MONDAY, MONDAY + DAY).due.map(({ job }) => job.title)).toEqual([
      'Your subscriptions today',
    ]);
  });
});
