import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { siteSettings } from '../../src/app/addresses.js';
import { editionAt, editionCommit } from '../../src/app/digest-editions.js';
import { openDraftDesk } from '../../src/app/open-draft-desk.js';
import { proposeDraft } from '../../src/app/propose-draft.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { DigestJob } from '../../src/digest/digest-job.js';
import { draftLinks, draftSource } from '../../src/digest/draft.js';
import type { DraftAnswer, Reviewer } from '../../src/digest/draft-decision.js';
import type { Draft, Engine } from '../../src/engine/engine.js';
import { type EngineAddress, openEngineAt } from '../support/engine-address.js';
import { makeJob } from '../support/make-job.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { sharedRedisServer } from '../support/redis-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FRIDAY = Date.parse('2022-02-04T10:00:00+08:00');
const ID = 'weekly-reading/2022-W05';
const ada: Reviewer = { via: 'slack', user: 'U1', name: 'ada' };
const eve: Reviewer = { via: 'slack', user: 'U9', name: 'eve' };
const job = makeJob({
  ...{ channels: ['community', 'group'], approve: true, reviewChannel: 'C0REVIEW', approvers: ['U1', 'U2'] },
  template: '大家好。\n\n{% for post in posts %}\n- [{{ post.title }}]({{ post.url }})\n{% endfor %}\n',
});
const library = makeLibrary([
  makePost({ slug: 'a', title: '甲', date: '2022-02-03T15:00:00+08:00' }),
  makePost({ slug: 'b', title: '乙', date: '2022-02-02T15:00:00+08:00' }),
  makePost({ slug: 'c', title: '丙', date: '2022-02-09T15:00:00+08:00' }),
]);

const server = sharedRedisServer();
const engines: [string, () => EngineAddress][] = [
  ['embedded', () => ({ type: 'embedded', file: join(tempFolder().path, 'postrider.db') })],
  ['redis', () => ({ type: 'redis', url: server().url, prefix: `test-${randomUUID()}` })],
];

/** Two processes at one ledger, with the draft of Friday's edition before its reviewers. */
async function review(address: EngineAddress, change: Partial<DigestJob> = {}) {
  const folder = tempFolder();
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: "https://blog.example.org", language: zh-CN, timezone: Asia/Shanghai }
feeds: { url: "https://feeds.example.org" }
channels:
  - { name: community, type: console, language: zh }
  - { name: group, type: console, language: en }
bot: { slack: { token: xoxb-1, signingSecret: secret } }
`,
  );
  const config = await loadConfig({ file: join(folder.path, 'postrider.yaml'), cwd: folder.path, env: {} });
  const settings = siteSettings(config, { baseUrl: 'https://feeds.example.org', siteUrl: 'https://blog.example.org' });
  let now = FRIDAY;
  const world = testWorld({ now: () => now });
  const sources = { library, settings, config, world };
  const current = { ...job, ...change };
  const process = async () => {
    const engine = await openEngineAt(address, { now: world.now });
    onTestFinished(() => engine.close());
    const desk = openDraftDesk({
      ...{ ledger: engine.ledger, jobs: async () => [current], onEdition: async () => {} },
      ...{ settings, config, world },
    });
    return { engine, desk };
  };
  const [one, two] = [await process(), await process()];
  const compose = (at: number) => editionAt(current, at, { ...sources, ledger: one.engine.ledger });
  const propose = async (at: number) => proposeDraft(await compose(at), current, one.engine.ledger, sources);
  const sendByHand = async () => one.engine.ledger.commit(editionCommit(await compose(FRIDAY), current, sources));
  await propose(FRIDAY);
  const setClock = (at: number) => {
    now = at;
  };
  return { ...one, two, propose, sendByHand, setClock };
}

const editionDeliveries = async ({ ledger }: Engine) =>
  (await ledger.deliveries({ subject: ID })).filter(({ kind }) => kind === 'edition');
async function reviewMessage({ ledger }: Engine, id = ID) {
  const [delivery] = (await ledger.deliveries({ subject: id })).filter(({ kind }) => kind === 'review');
  if (!delivery) throw new Error('nobody was asked');
  return delivery;
}
const draftOf = (answer: DraftAnswer): Draft => {
  if (answer.type === 'unknown') throw new Error('there is no draft');
  return answer.draft;
};

describe.each(engines)('a draft before its reviewers (%s)', (_, store) => {
  it('is shown in the review channel once, as a channel will show it, with what can be done', async () => {
    const { engine, propose } = await review(store());
    expect(await propose(FRIDAY)).toBe(false);
    const { channel, state, message } = await reviewMessage(engine);
    expect([channel, state]).toEqual(['slack/C0REVIEW', 'pending']);
    expect(message).toMatchObject({
      title: '本周推荐阅读 · 2022 年第 5 周',
      note: '📝 待审核。批准后发到 community、group。\n到 2022-02-05 10:00 没有人批准，就不发送。',
      text: '大家好。',
    });
    expect(message.reviews?.map(({ step }) => step)).toEqual(['approve', 'intro', 'skip']);
    const items = message.sections.flatMap((section) => section.items);
    expect(items.map(({ title, review }) => [title, review?.step])).toEqual([
      ['甲', 'drop'],
      ['乙', 'drop'],
    ]);
    expect(await editionDeliveries(engine)).toEqual([]);
    expect(await engine.ledger.edition(ID)).toBeUndefined();
  });

  it('goes out once and as it was last shown, however many press at once in however many processes', async () => {
    const { engine, desk, two } = await review(store());
    await desk.decide(ID, { type: 'intro', text: '虎年大吉！' }, ada);
    const changed = draftOf(await two.desk.decide(ID, { type: 'drop', link: 1 }, ada));
    expect(changed.version).toBe(3);
    const shown = await reviewMessage(engine);
    expect(shown.message.text).toBe('虎年大吉！');
    expect(shown.message.sections.map(({ heading, items }) => [heading, items.map(({ title }) => title)])).toEqual([
      ['新文章', ['甲']],
      ['不会发送的链接', ['乙']],
    ]);

    const presses = await Promise.all(
      [desk, two.desk, desk, two.desk].map((each, i) =>
        each.decide(ID, { type: 'approve', version: 3 }, { via: 'slack', user: `U${1 + (i % 2)}`, name: `p${i}` }),
      ),
    );
    expect(presses.filter(({ type }) => type === 'done')).toHaveLength(1);
    expect(presses.filter(({ type }) => type === 'decided')).toHaveLength(3);
    const out = await editionDeliveries(engine);
    expect(out.map(({ channel, message }) => [channel, message.text, message.body]).toSorted()).toEqual([
      ['community', '虎年大吉！', '虎年大吉！\n\n- [甲](https://blog.example.org/blog/a/)\n'],
      ['group', '虎年大吉！', '虎年大吉！\n\n- [甲](https://blog.example.org/blog/a/)\n'],
    ]);
    expect(await engine.ledger.edition(ID)).toMatchObject({
      posts: [{ title: '甲' }],
      dropped: ['https://blog.example.org/blog/b/'],
      createdAt: new Date(FRIDAY).toISOString(),
    });
    const winner = draftOf(presses.find(({ type }) => type === 'done') as DraftAnswer).decided?.by;
    const { message } = await reviewMessage(engine);
    expect(message.note).toBe(`✅ ${winner} 于 2022-02-04 10:00 批准，已经发出。`);
    expect(JSON.stringify(message)).not.toContain('review');
    expect(message.url).toBe('https://feeds.example.org/digests/weekly-reading/2022-W05/');
  });

  it('is not sent in a form its approver has not seen', async () => {
    const { engine, desk } = await review(store());
    await desk.decide(ID, { type: 'intro', text: '改过的开头' }, ada);
    expect((await desk.decide(ID, { type: 'approve', version: 1 }, ada)).type).toBe('changed');
    expect(await editionDeliveries(engine)).toEqual([]);
  });

  it('hears approvers and the console only, as the job’s file says now', async () => {
    const { engine, desk } = await review(store());
    for (const decision of [{ type: 'approve', version: 1 }, { type: 'skip' }, { type: 'drop', link: 0 }] as const) {
      expect((await desk.decide(ID, decision, eve)).type).toBe('not-allowed');
    }
    expect((await engine.ledger.draft(ID))?.version).toBe(1);
    const answer = await desk.decide(ID, { type: 'approve', version: 1 }, { via: 'console' });
    expect(answer).toMatchObject({ type: 'done', draft: { decided: { by: 'console', at: FRIDAY } } });
    expect((await reviewMessage(engine)).message.note).toBe('✅ 管理后台 于 2022-02-04 10:00 批准，已经发出。');
  });

  it('gets a link back that was left out by mistake', async () => {
    const { engine, desk } = await review(store());
    const before = (await engine.ledger.draft(ID)) as Draft;
    await desk.decide(ID, { type: 'drop', link: 0 }, ada);
    await desk.decide(ID, { type: 'drop', link: 0 }, ada);
    expect(draftLinks(draftSource((await engine.ledger.draft(ID)) as Draft))).toEqual([
      { title: '甲', url: 'https://blog.example.org/blog/a/', dropped: true },
      { title: '乙', url: 'https://blog.example.org/blog/b/', dropped: false },
    ]);
    const after = draftOf(await desk.decide(ID, { type: 'restore', link: 0 }, ada));
    expect([after.edition, after.deliveries]).toEqual([before.edition, before.deliveries]);
    expect(await desk.decide(ID, { type: 'drop', link: 7 }, ada)).toEqual({ type: 'unknown' });
    expect(await desk.decide('weekly-reading/2020-W01', { type: 'skip' }, ada)).toEqual({ type: 'unknown' });
  });

  it('is skipped for good', async () => {
    const { engine, desk } = await review(store());
    await desk.decide(ID, { type: 'skip' }, ada);
    const late = await desk.decide(ID, { type: 'approve', version: 1 }, { via: 'slack', user: 'U2', name: 'bob' });
    expect(late).toMatchObject({ type: 'decided', draft: { state: 'skipped', decided: { by: '@ada' } } });
    expect(await editionDeliveries(engine)).toEqual([]);
    expect((await reviewMessage(engine)).message.note).toBe('🚫 @ada 于 2022-02-04 10:00 跳过了这一期，没有发送。');
    expect(await desk.waiting()).toEqual([]);
  });

  it('is not sent when nobody decided in time, not even by a press a moment too late', async () => {
    const { engine, desk, setClock } = await review(store());
    setClock(FRIDAY + DAY - 1);
    await desk.settleLate();
    expect((await desk.waiting()).length).toBe(1);
    setClock(FRIDAY + DAY);
    expect(await desk.decide(ID, { type: 'approve', version: 1 }, ada)).toMatchObject({
      type: 'decided',
      draft: { state: 'skipped', decided: { by: 'deadline' } },
    });
    expect(await editionDeliveries(engine)).toEqual([]);
    expect((await reviewMessage(engine)).message.note).toBe('🚫 到 2022-02-05 10:00 没有人批准，这一期没有发送。');
  });

  it('goes out by itself where the job says so, once over all processes', async () => {
    const { engine, desk, two, setClock } = await review(store(), { onTimeout: 'send', approveWithin: 2 * HOUR });
    expect((await reviewMessage(engine)).message.note).toBe(
      '📝 待审核。批准后发到 community、group。\n到 2022-02-04 12:00 没有人决定，就照现在的样子发送。',
    );
    await desk.decide(ID, { type: 'drop', link: 0 }, ada);
    setClock(FRIDAY + 2 * HOUR);
    await Promise.all([desk.settleLate(), two.desk.settleLate(), desk.settleLate()]);
    expect((await editionDeliveries(engine)).map(({ channel }) => channel).toSorted()).toEqual(['community', 'group']);
    expect(await engine.ledger.edition(ID)).toMatchObject({ posts: [{ title: '乙' }] });
    expect((await reviewMessage(engine)).message.note).toBe('✅ 到 2022-02-04 12:00 没有人决定，按设置发出。');
  });

  it('is no longer sent by itself when nothing ran for longer than catchUp', async () => {
    const { engine, desk, setClock } = await review(store(), { onTimeout: 'send', catchUp: 2 * DAY });
    setClock(FRIDAY + 4 * DAY);
    await desk.settleLate();
    expect(await editionDeliveries(engine)).toEqual([]);
    expect((await engine.ledger.draft(ID))?.state).toBe('skipped');
  });

  it('is closed when its edition was sent by hand', async () => {
    const { engine, desk, sendByHand } = await review(store());
    await sendByHand();
    const answer = await desk.decide(ID, { type: 'approve', version: 1 }, ada);
    expect(answer).toMatchObject({ type: 'decided', draft: { state: 'sent', decided: { by: 'command' } } });
    expect(await editionDeliveries(engine)).toHaveLength(2);
    expect((await reviewMessage(engine)).message.note).toMatch(/^✅ 已于 .* 用命令 postrider digest 发出/);
  });

  it('gives way to the next edition of its job, which has all that was in it, but for what was left out', async () => {
    const { engine, desk, propose, setClock } = await review(store(), { approveWithin: 30 * DAY });
    setClock(FRIDAY + 7 * DAY);
    await propose(FRIDAY + 7 * DAY);
    expect(await engine.ledger.draft(ID)).toMatchObject({ state: 'skipped', decided: { by: 'newer-edition' } });
    expect((await reviewMessage(engine)).message.note).toMatch(/^🚫 .* 有了更新的一期/);
    const next = (await engine.ledger.draft('weekly-reading/2022-W06')) as Draft;
    expect(next.edition.posts.map(({ title }) => title)).toEqual(['丙', '甲', '乙']);

    await desk.decide(next.id, { type: 'drop', link: 0 }, ada);
    await desk.decide(next.id, { type: 'approve', version: 2 }, ada);
    setClock(FRIDAY + 14 * DAY);
    await propose(FRIDAY + 14 * DAY);
    const third = (await engine.ledger.draft('weekly-reading/2022-W07')) as Draft;
    expect(JSON.stringify(third.edition)).not.toContain('丙');
  });

  it('is not lost when a reviewer changes the one before it at the same moment', async () => {
    const { engine, desk, two, propose, setClock } = await review(store(), { approveWithin: 30 * DAY });
    setClock(FRIDAY + 7 * DAY);
    await Promise.all([
      propose(FRIDAY + 7 * DAY),
      ...[0, 1, 0, 1].map((link, i) =>
        (i % 2 ? desk : two.desk).decide(ID, { type: i < 2 ? 'drop' : 'restore', link }, ada),
      ),
    ]);
    expect((await desk.waiting()).map(({ id }) => id)).toEqual(['weekly-reading/2022-W06']);
    expect(await engine.ledger.draft(ID)).toMatchObject({ state: 'skipped', decided: { by: 'newer-edition' } });
  });

  it('outlives the processes', async () => {
    const address = store();
    const { engine, two } = await review(address);
    await engine.close();
    await two.engine.close();
    const later = await openEngineAt(address, { now: () => FRIDAY + HOUR });
    onTestFinished(() => later.close());
    expect((await later.ledger.drafts({ waiting: true })).map(({ id }) => id)).toEqual([ID]);
  });
});
