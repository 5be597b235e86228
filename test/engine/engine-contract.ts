import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Delivery, Outcome } from '../../src/announce/delivery.js';
import type { Attempt, EditionRecord, Engine, KnownPost, Subscription, WorkOptions } from '../../src/engine/engine.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makeDraft } from '../support/make-draft.js';

/** A store of its own for one test, which any number of engines may open at the same time, like so many processes. */
export interface EngineStore {
  open(world?: { now?: () => number }): Promise<Engine>;
}

/** What every engine promises. Both engines run this very suite. */
export function engineContract(name: string, createStore: () => Promise<EngineStore>): void {
  /** A fresh store; what is opened on it is closed when the test ends. */
  async function freshStore(): Promise<EngineStore> {
    const store = await createStore();
    return {
      open: async (world) => {
        const engine = await store.open(world);
        onTestFinished(() => engine.close());
        return engine;
      },
    };
  }
  const freshEngine = async (): Promise<Engine> => (await freshStore()).open();

  describe(`${name}: ledger`, () => {
    it('is empty and not initialised at first, and knows its posts after a commit', async () => {
      const { ledger } = await freshEngine();
      expect(await ledger.known()).toEqual({ revision: 0, initialised: false, posts: [] });

      expect(await ledger.commit({ posts: [known('a'), known('b')] })).toEqual({ committed: true, created: [] });
      expect(await ledger.known()).toMatchObject({ initialised: true });
      expect(await postsOf(ledger)).toEqual([known('a'), known('b')]);

      await ledger.commit({ posts: [known('a', { url: 'https://blog.example.org/moved/', gone: true })] });
      expect(await postsOf(ledger)).toEqual([
        known('a', { url: 'https://blog.example.org/moved/', gone: true }),
        known('b'),
      ]);
    });

    it('tells of the posts one asks for, as far as it knows them', async () => {
      const { ledger } = await freshEngine();
      await ledger.commit({ posts: [known('a'), known('b'), known('c')] });
      const { revision } = await ledger.known();
      const asked = await ledger.known(['c', 'nobody', 'a']);
      expect(asked).toMatchObject({ revision, initialised: true });
      expect(asked.posts.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([known('a'), known('c')]);
      expect((await ledger.known([])).posts).toEqual([]);
    });

    it('counts as initialised after a first scan that found no posts', async () => {
      const { ledger } = await freshEngine();
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      expect((await ledger.known()).initialised).toBe(false);
      await ledger.commit({ posts: [] });
      expect((await ledger.known()).initialised).toBe(true);
    });

    it('writes a plan only while the ledger is as it was when the plan was made', async () => {
      const store = await freshStore();
      const [one, two] = [await store.open(), await store.open()];
      const { revision } = await one.ledger.known();
      await two.ledger.commit({ basedOn: revision, posts: [known('a')], deliveries: [makeDelivery('of-two')] });

      const late = await one.ledger.commit({
        basedOn: revision,
        posts: [known('a'), known('b')],
        editions: [edition('weekly/2022-W05')],
        deliveries: [makeDelivery('of-one')],
      });

      expect(late).toEqual({ committed: false, created: [] });
      expect((await one.ledger.known()).posts).toEqual([known('a')]);
      expect(await one.ledger.edition('weekly/2022-W05')).toBeUndefined();
      expect(await one.ledger.delivery('of-one')).toBeUndefined();
      const anew = await one.ledger.known();
      expect((await one.ledger.commit({ basedOn: anew.revision, posts: [known('b')] })).committed).toBe(true);
    });

    it('keeps its revision when a commit says what it knows already', async () => {
      const { ledger } = await freshEngine();
      await ledger.commit({ posts: [known('a')], deliveries: [makeDelivery('a')] });
      const { revision } = await ledger.known();
      await ledger.commit({ posts: [known('a')], deliveries: [makeDelivery('a')] });
      expect((await ledger.known()).revision).toBe(revision);
    });

    it('lets only one of many simultaneous plans through', async () => {
      const store = await freshStore();
      const engines = await Promise.all([store.open(), store.open(), store.open()]);
      const { revision } = await (engines[0] as Engine).ledger.known();
      const results = await Promise.all(
        engines.flatMap(({ ledger }, i) =>
          [0, 1, 2].map((j) =>
            ledger.commit({ basedOn: revision, posts: [known(`${i}${j}`)], deliveries: [makeDelivery(`${i}${j}`)] }),
          ),
        ),
      );
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      expect((await (engines[1] as Engine).ledger.known()).posts).toHaveLength(1);
      expect(await (engines[2] as Engine).ledger.deliveries()).toHaveLength(1);
    });

    it('creates a delivery once for ever, and leaves it as it is when it is planned again', async () => {
      const { ledger } = await freshEngine();
      expect(await ledger.commit({ deliveries: [makeDelivery('a')] })).toEqual({ committed: true, created: ['a'] });
      await ledger.transition('a', { type: 'skip', fault: { message: 'too old' } });

      const again = await ledger.commit({ deliveries: [makeDelivery('a', { channel: 'other' }), makeDelivery('b')] });

      expect(again).toEqual({ committed: true, created: ['b'] });
      expect(await ledger.delivery('a')).toMatchObject({ state: 'skipped', channel: 'community' });
    });

    it('gives a delivery back whole', async () => {
      const store = await freshStore();
      const { ledger } = await store.open({ now: () => 1_000_000 });
      const { message } = makeDelivery('a');
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      expect(await ledger.delivery('a')).toEqual({
        id: 'a',
        kind: 'post',
        subject: 'post-a',
        channel: 'community',
        message,
        state: 'pending',
        attempts: 0,
        dueAt: 1_000_000,
        createdAt: 1_000_000,
        updatedAt: 1_000_000,
      });
      expect(await ledger.delivery('nobody')).toBeUndefined();
    });

    it('records why a delivery never goes out', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({
        deliveries: [
          makeDelivery('a', {
            state: 'skipped',
            fault: { message: 'older than maxAge', hint: 'raise announce.maxAge' },
          }),
          makeDelivery('b', { state: 'held', heldFor: 'breaker', fault: { message: 'too many at once' } }),
        ],
      });
      expect(await ledger.delivery('a')).toMatchObject({
        state: 'skipped',
        fault: { message: 'older than maxAge', hint: 'raise announce.maxAge' },
      });
      expect(await ledger.delivery('b')).toMatchObject({ state: 'held', heldFor: 'breaker' });
      expect(await queue.depth()).toBe(0);
    });

    it('writes nothing of a commit with an edition that exists', async () => {
      const store = await freshStore();
      const [one, two] = [await store.open(), await store.open()];
      const attempts = await Promise.all(
        [one, two].map(({ ledger }, i) =>
          ledger.commit({ editions: [edition('weekly/2022-W05')], deliveries: [makeDelivery(`d${i}`)] }),
        ),
      );
      expect(attempts.filter(({ committed }) => committed)).toHaveLength(1);
      expect(await one.ledger.deliveries()).toHaveLength(1);
      expect(await two.ledger.edition('weekly/2022-W05')).toEqual(edition('weekly/2022-W05'));
    });

    it('lists editions newest first, of one job or of all', async () => {
      const { ledger } = await freshEngine();
      for (const id of ['weekly/2022-W05', 'monthly/2022-02', 'weekly/2022-W06', 'weekly/2022-W07']) {
        await ledger.commit({ editions: [edition(id)] });
      }
      const ids = async (query?: { job?: string; limit?: number }) =>
        (await ledger.editions(query)).map(({ id }) => id);
      expect(await ids()).toEqual(['weekly/2022-W07', 'weekly/2022-W06', 'monthly/2022-02', 'weekly/2022-W05']);
      expect(await ids({ job: 'weekly', limit: 2 })).toEqual(['weekly/2022-W07', 'weekly/2022-W06']);
      expect(await ids({ job: 'nobody' })).toEqual([]);
    });

    it('keeps drafts, and lets only one of those who change the same version through', async () => {
      const store = await freshStore();
      const [one, two] = [await store.open(), await store.open()];
      const first = makeDraft('weekly/2022-W05');
      await one.ledger.commit({ drafts: [first], deliveries: [makeDelivery('review')] });
      await one.ledger.commit({ drafts: [makeDraft('weekly/2022-W06')] });
      expect(await two.ledger.draft('weekly/2022-W05')).toEqual(first);
      expect(await two.ledger.draft('weekly/2022-W99')).toBeUndefined();
      expect((await one.ledger.commit({ drafts: [first] })).committed).toBe(false);

      const decide = ({ ledger }: Engine, by: string) =>
        ledger.commit({
          drafts: [{ ...first, version: 2, state: 'sent', decided: { by, at: 5 } }],
          editions: [first.edition],
          deliveries: [makeDelivery(`by-${by}`)],
        });
      const results = await Promise.all([decide(one, 'a'), decide(two, 'b'), decide(one, 'c')]);
      const [winner] = results.filter(({ committed }) => committed);
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      const now = await two.ledger.draft('weekly/2022-W05');
      expect(winner?.created).toEqual([`by-${now?.decided?.by}`]);
      expect(await one.ledger.deliveries()).toHaveLength(2);
      expect(await one.ledger.edition('weekly/2022-W05')).toEqual(first.edition);
    });

    it('writes nothing of a draft’s change when its edition went out by another way', async () => {
      const { ledger } = await freshEngine();
      const draft = makeDraft('weekly/2022-W05');
      await ledger.commit({ drafts: [draft] });
      await ledger.commit({ editions: [draft.edition] });
      const late = { ...draft, version: 2, state: 'sent' as const };
      expect((await ledger.commit({ drafts: [late], editions: [draft.edition] })).committed).toBe(false);
      expect(await ledger.draft(draft.id)).toEqual(draft);
    });

    it('lists drafts newest first, all or those that wait', async () => {
      const store = await freshStore();
      const { ledger } = await store.open();
      for (const week of ['W05', 'W06', 'W07']) await ledger.commit({ drafts: [makeDraft(`weekly/2022-${week}`)] });
      await ledger.commit({ drafts: [makeDraft('weekly/2022-W06', { version: 2, state: 'skipped' })] });
      const ids = async (query?: { waiting?: boolean; limit?: number }) =>
        (await ledger.drafts(query)).map(({ id }) => id);
      expect(await ids()).toEqual(['weekly/2022-W07', 'weekly/2022-W06', 'weekly/2022-W05']);
      expect(await ids({ waiting: true })).toEqual(['weekly/2022-W07', 'weekly/2022-W05']);
      expect(await ids({ waiting: true, limit: 1 })).toEqual(['weekly/2022-W07']);
      expect(await (await store.open()).ledger.draft('weekly/2022-W06')).toMatchObject({ version: 2 });
    });

    it('finds deliveries by state, channel and subject, newest first', async () => {
      const { ledger } = await freshEngine();
      await ledger.commit({
        deliveries: [
          makeDelivery('a', { channel: 'x' }),
          makeDelivery('b', { channel: 'y', subject: 'post-a' }),
          makeDelivery('c', { channel: 'x', state: 'skipped' }),
          makeDelivery('d', { channel: 'x', state: 'held' }),
        ],
      });
      const ids = async (query: Parameters<Engine['ledger']['deliveries']>[0]) =>
        (await ledger.deliveries(query)).map(({ id }) => id);
      expect(await ids({})).toEqual(['d', 'c', 'b', 'a']);
      expect(await ids({ limit: 2 })).toEqual(['d', 'c']);
      expect(await ids({ channel: 'x' })).toEqual(['d', 'c', 'a']);
      expect(await ids({ subject: 'post-a' })).toEqual(['b', 'a']);
      expect(await ids({ states: ['pending', 'held'], channel: 'x' })).toEqual(['d', 'a']);
      expect(await ids({ states: [] })).toEqual([]);
      expect(await ledger.countByState()).toEqual({ pending: 2, sending: 0, sent: 0, failed: 0, held: 1, skipped: 1 });
    });

    it('pages through deliveries, however many were made at the same moment', async () => {
      const store = await freshStore();
      const { ledger } = await store.open({ now: () => 1_000_000 });
      const names = Array.from({ length: 25 }, (_, i) => `d${i}`);
      await ledger.commit({
        deliveries: names.map((id, i) =>
          makeDelivery(id, { channel: i % 2 === 0 ? 'even' : 'odd', subject: 'post-a' }),
        ),
      });
      for (const query of [{}, { channel: 'even' }, { subject: 'post-a' }, { states: ['pending' as const] }]) {
        const pages: string[] = [];
        for (let before: string | undefined; ; before = pages.at(-1)) {
          const page = await ledger.deliveries({ ...query, before, limit: 4 });
          pages.push(...page.map(({ id }) => id));
          if (page.length < 4) break;
        }
        const wanted = names.filter((_, i) => !('channel' in query) || i % 2 === 0).toReversed();
        expect(pages).toEqual(wanted);
      }
      expect(await ledger.deliveries({ before: 'nobody' })).toEqual([]);
    });

    it('counts deliveries by when they were made and how they stand now', async () => {
      const MINUTE = 60_000;
      const store = await freshStore();
      let now = 100 * MINUTE;
      const { ledger } = await store.open({ now: () => now });
      await ledger.commit({ deliveries: [makeDelivery('a'), makeDelivery('b', { state: 'skipped' })] });
      now = 101 * MINUTE - 1;
      await ledger.commit({ deliveries: [makeDelivery('c', { channel: 'other' })] });
      now = 110 * MINUTE;
      await ledger.commit({ deliveries: [makeDelivery('d', { state: 'held' })] });
      await ledger.transition('a', { type: 'skip', fault: { message: 'no' } });

      const nothing = { pending: 0, sending: 0, sent: 0, failed: 0, held: 0, skipped: 0 };
      expect(await ledger.countByTime([90, 100, 101, 110, 111].map((minute) => minute * MINUTE))).toEqual([
        nothing,
        { ...nothing, pending: 1, skipped: 2 },
        nothing,
        { ...nothing, held: 1 },
      ]);
      expect(await ledger.countByTime([])).toEqual([]);
    });

    it('gives an edit to what is sent as a revision, and to what is not sent at once', async () => {
      const store = await freshStore();
      const { ledger } = await store.open({ now: () => 1_000_000 });
      const { message } = makeDelivery('a');
      const post = { subject: 'post-a', message };
      await ledger.commit({
        deliveries: [
          makeDelivery('waits', post),
          makeDelivery('leaves', post),
          makeDelivery('is-out', post),
          makeDelivery('roundup', { ...post, kind: 'roundup' }),
          makeDelivery('edition', { ...post, kind: 'edition' }),
        ],
      });
      const settle = { type: 'settle', claim: 'mine', outcome: { type: 'sent', receipt: { ts: '1.2' } } } as const;
      for (const id of ['leaves', 'is-out']) {
        await ledger.transition(id, { type: 'claim', claim: 'mine', leaseUntil: 1_060_000 });
      }
      await ledger.transition('is-out', settle);
      const edited = { ...message, title: '改过的标题' };
      await ledger.commit({ revisions: [{ subject: 'post-a', message: edited, dueAt: 1_005_000, keepSent: false }] });

      for (const id of ['waits', 'roundup']) {
        expect(await ledger.delivery(id)).toMatchObject({ state: 'pending', message: edited });
      }
      const revision = { message: edited, since: 1_000_000, dueAt: 1_005_000, attempts: 0 };
      expect(await ledger.delivery('leaves')).toMatchObject({ state: 'sending', claim: 'mine', message, revision });
      expect(await ledger.delivery('is-out')).toMatchObject({ state: 'sent', message, revision });
      expect(await ledger.delivery('edition')).toMatchObject({ message });
      expect((await ledger.delivery('edition'))?.revision).toBeUndefined();

      const due = async (now: number) => (await ledger.dueRevisions(now, 10)).map(({ id }) => id).toSorted();
      expect(await due(1_004_999)).toEqual([]);
      expect(await due(1_005_000)).toEqual(['is-out']);
      await ledger.transition('leaves', settle);
      expect(await due(1_005_000)).toEqual(['is-out', 'leaves']);

      await ledger.transition('is-out', { type: 'revised', message: edited, outcome: { type: 'done' } });
      expect(await due(1_005_000)).toEqual(['leaves']);
      expect(await ledger.delivery('is-out')).toMatchObject({ state: 'sent', message: edited, receipt: { ts: '1.2' } });
      expect(await ledger.countByState()).toMatchObject({ pending: 3, sent: 2, skipped: 0 });
    });

    it('takes back what was not sent when its post goes, and sends it when the post returns', async () => {
      const store = await freshStore();
      const { ledger, queue } = await store.open({ now: () => 1_000_000 });
      const post = { subject: 'post-a', dueAt: 1_005_000, keepSent: true };
      const { message } = makeDelivery('a');
      await ledger.commit({ deliveries: [makeDelivery('a', { subject: 'post-a' })] });
      await ledger.commit({ revisions: [{ ...post, message: null }] });
      expect(await ledger.delivery('a')).toMatchObject({ state: 'skipped' });
      expect(await queue.depth()).toBe(0);
      await ledger.commit({ revisions: [{ ...post, message }] });
      expect(await ledger.delivery('a')).toMatchObject({ state: 'pending', dueAt: 1_000_000 });
      expect(await queue.depth()).toBe(1);
    });

    it('counts what was created for a channel since a time, without the skipped', async () => {
      const store = await freshStore();
      let now = 1_000;
      const { ledger } = await store.open({ now: () => now });
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      now = 2_000;
      await ledger.commit({
        deliveries: [
          makeDelivery('b'),
          makeDelivery('c', { state: 'skipped' }),
          makeDelivery('d', { state: 'held', heldFor: 'breaker' }),
          makeDelivery('e', { channel: 'other' }),
        ],
      });
      expect(await ledger.createdSince('community', 1_000)).toBe(3);
      expect(await ledger.createdSince('community', 1_001)).toBe(2);
      expect(await ledger.createdSince('community', 2_001)).toBe(0);
    });

    it('lets go of what is bulky in old deliveries, a portion at a time, and never of who got what', async () => {
      const store = await freshStore();
      let now = 1_000_000;
      const { ledger } = await store.open({ now: () => now });
      const message = { ...makeDelivery('a').message, text: '摘要'.repeat(500) };
      const settle = { type: 'settle', claim: 'mine', outcome: { type: 'sent', receipt: { ts: '1.2' } } } as const;
      const add = async (id: string, sent: boolean) => {
        await ledger.commit({ deliveries: [makeDelivery(id, { channel: id, message })] });
        if (!sent) return;
        await ledger.transition(id, { type: 'claim', claim: 'mine', leaseUntil: now + 60_000 });
        await ledger.transition(id, settle);
      };
      for (const id of ['a', 'b', 'waits', 'c']) await add(id, id !== 'waits');
      now = 2_000_000;
      await add('young', true);

      expect(await ledger.trim(1_500_000, 3)).toBe(3);
      expect(await ledger.delivery('c')).toMatchObject({ message, receipt: { ts: '1.2' } });
      const another = await store.open({ now: () => now });
      expect(await another.ledger.trim(1_500_000, 3)).toBe(1);
      expect(await another.ledger.trim(1_500_000, 3)).toBe(0);

      const titleOnly = makeDelivery('a').message;
      for (const id of ['a', 'b', 'c']) {
        const old = await ledger.delivery(id);
        expect(old).toMatchObject({ id, state: 'sent', channel: id, createdAt: 1_000_000, message: titleOnly });
        expect(old?.receipt).toBeUndefined();
      }
      for (const id of ['waits', 'young']) expect((await ledger.delivery(id))?.message).toEqual(message);
      const again = ['a', 'b', 'waits', 'c', 'young'].map((id) => makeDelivery(id, { channel: id, message }));
      expect((await ledger.commit({ deliveries: again })).created).toEqual([]);
      expect(await ledger.countByState()).toMatchObject({ sent: 4, pending: 1 });
      await ledger.transition('waits', { type: 'claim', claim: 'mine', leaseUntil: now + 60_000 });
      expect(await ledger.transition('waits', settle)).toMatchObject({ state: 'sent', message });
    });

    it('applies the state machine, and to one of many who try the same', async () => {
      const store = await freshStore();
      const engines = await Promise.all([store.open(), store.open(), store.open()]);
      const { ledger } = engines[0] as Engine;
      await ledger.commit({ deliveries: [makeDelivery('a')] });

      const claims = await Promise.all(
        engines.map((engine, i) =>
          engine.ledger.transition('a', { type: 'claim', claim: `c${i}`, leaseUntil: Date.now() + 60_000 }),
        ),
      );
      const won = claims.findIndex((claimed) => claimed !== undefined);
      expect(claims.filter((claimed) => claimed !== undefined)).toHaveLength(1);
      expect(await ledger.delivery('a')).toMatchObject({ state: 'sending', claim: `c${won}`, attempts: 1 });

      const outcome: Outcome = { type: 'sent', receipt: { ts: '1.2', channel: 'C1' } };
      const settled = await ledger.transition('a', { type: 'settle', claim: `c${won}`, outcome });
      expect(settled).toMatchObject({ state: 'sent', receipt: { ts: '1.2', channel: 'C1' } });
      expect(settled).toEqual(await ledger.delivery('a'));
      expect(await ledger.transition('a', { type: 'retry' })).toBeUndefined();
      expect(await ledger.transition('nobody', { type: 'retry' })).toBeUndefined();
    });

    it('remembers the last scan', async () => {
      const { ledger } = await freshEngine();
      expect(await ledger.lastScan()).toBeUndefined();
      await ledger.recordScan(1_643_871_600_000);
      await ledger.recordScan(1_643_871_601_000);
      expect(await ledger.lastScan()).toBe(1_643_871_601_000);
    });

    it('keeps everything over closing and opening again', async () => {
      const store = await freshStore();
      const before = await store.open();
      await before.ledger.commit({
        posts: [known('a')],
        editions: [edition('weekly/2022-W05')],
        deliveries: [makeDelivery('a'), makeDelivery('b')],
      });
      await before.ledger.transition('a', { type: 'trip', fault: { message: 'too many at once' } });
      await before.ledger.recordScan(5);
      await before.schedule.markHandled('weekly', 7);
      await before.subscriptions.add(subscription('s1'));
      await before.subscriptions.saveSettings('slack/C1', { language: 'en' });
      const { revision } = await before.ledger.known();
      await before.close();

      const after = await store.open();
      expect(await after.ledger.known()).toEqual({ revision, initialised: true, posts: [known('a')] });
      expect(await after.ledger.edition('weekly/2022-W05')).toEqual(edition('weekly/2022-W05'));
      expect(await after.ledger.delivery('a')).toMatchObject({ state: 'held', heldFor: 'breaker' });
      expect(await after.queue.depth()).toBe(1);
      expect(await after.ledger.lastScan()).toBe(5);
      expect(await after.schedule.handled('weekly')).toBe(7);
      expect(await after.subscriptions.list()).toEqual([subscription('s1')]);
      expect(await after.subscriptions.settings('slack/C1')).toEqual({ language: 'en' });
    });

    it('remembers that it was restored until a scan has taken account of it', async () => {
      const store = await freshStore();
      const { ledger, archive } = await store.open();
      await archive.write([{ kind: 'fact', name: 'restoredFrom', value: 1_643_871_600_000 }]);
      const { revision, ...state } = await ledger.known();
      expect(state).toEqual({ initialised: false, restoredFrom: 1_643_871_600_000, posts: [] });
      await ledger.commit({ deliveries: [makeDelivery('by-hand')] });
      expect((await ledger.known()).restoredFrom).toBe(1_643_871_600_000);

      expect(await ledger.commit({ basedOn: revision, settlesRestore: true, posts: [] })).toMatchObject({
        committed: false,
      });
      const { ledger: another } = await store.open();
      const anew = await another.known();
      expect(anew.restoredFrom).toBe(1_643_871_600_000);
      await another.commit({ basedOn: anew.revision, settlesRestore: true, posts: [known('a')] });
      expect(await ledger.known()).toEqual({ revision: anew.revision + 1, initialised: true, posts: [known('a')] });
    });

    it('gives a delivery of a restored ledger back whole', async () => {
      const { ledger } = await freshEngine();
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      const restored = await ledger.transition('a', { type: 'restored', madeAt: 5_000 });
      expect(restored).toMatchObject({ state: 'pending', doubtSince: 5_000, onDoubt: 'hold' });
      expect(await ledger.delivery('a')).toEqual(restored);
    });

    it('answers a ping while it is open', async () => {
      await expect((await freshEngine()).ping()).resolves.toBeUndefined();
    });
  });

  describe(`${name}: queue`, () => {
    it('attempts what is committed at once, and keeps the receipt', async () => {
      const { ledger, queue } = await freshEngine();
      const attempts = record();
      queue.work(attempts.options());
      const started = performance.now();
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      await vi.waitFor(async () => expect((await ledger.delivery('a'))?.state).toBe('sent'), FAST);

      expect(performance.now() - started).toBeLessThan(500);
      expect(attempts.seen).toMatchObject([{ id: 'a', state: 'sending', attempts: 1 }]);
      expect(await ledger.delivery('a')).toMatchObject({ attempts: 1, receipt: { number: '1' } });
      expect(await queue.depth()).toBe(0);
    });

    it('takes up what was committed before it started, and what another process commits', async () => {
      const store = await freshStore();
      const [web, worker] = [await store.open(), await store.open()];
      await web.ledger.commit({ deliveries: [makeDelivery('early')] });
      const attempts = record();
      worker.queue.work(attempts.options());
      await vi.waitFor(() => expect(attempts.ids()).toEqual(['early']), FAST);
      await web.ledger.commit({ deliveries: [makeDelivery('late')] });
      await vi.waitFor(() => expect(attempts.ids()).toEqual(['early', 'late']), FAST);
    });

    it('gives each delivery to one of many workers, one at a time in a channel, the oldest first', async () => {
      const store = await freshStore();
      const engines = await Promise.all([store.open(), store.open(), store.open()]);
      const { ledger } = engines[0] as Engine;
      const ids = Array.from({ length: 60 }, (_, i) => `d${String(i).padStart(2, '0')}`);
      const channelOf = (id: string) => `channel-${Number(id.slice(1)) % 4}`;
      await ledger.commit({ deliveries: ids.map((id) => makeDelivery(id, { channel: channelOf(id) })) });
      const attempts = record({ takes: 5 });
      for (const engine of engines) engine.queue.work(attempts.options({ concurrency: 8 }));

      await vi.waitFor(async () => expect((await ledger.countByState()).sent).toBe(60), SLOW);
      expect(attempts.ids().toSorted()).toEqual(ids);
      expect(attempts.mostAtOnceInAChannel()).toBe(1);
      for (const channel of ['channel-0', 'channel-1', 'channel-2', 'channel-3']) {
        const inChannel = attempts.seen.filter((delivery) => delivery.channel === channel).map(({ id }) => id);
        expect(inChannel).toEqual(inChannel.toSorted());
      }
    });

    it('works on as many at once as it may, and on no more', async () => {
      const { ledger, queue } = await freshEngine();
      const attempts = record({ takes: 60 });
      await ledger.commit({
        deliveries: Array.from({ length: 9 }, (_, i) => makeDelivery(`d${i}`, { channel: `channel-${i}` })),
      });
      queue.work(attempts.options({ concurrency: 3 }));
      await vi.waitFor(() => expect(attempts.ids()).toHaveLength(9), SLOW);
      expect(attempts.mostAtOnce()).toBe(3);
    });

    it('tries again later, at the time the outcome names, and counts the attempts', async () => {
      const { ledger, queue } = await freshEngine();
      let at = 0;
      const attempts = record({
        outcome: ({ attempts }) => {
          if (attempts > 1) return SENT;
          at = Date.now() + 400;
          return { type: 'later', at, fault: { message: 'HTTP 503' } };
        },
      });
      queue.work(attempts.options());
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      await vi.waitFor(async () => {
        expect(await ledger.delivery('a')).toMatchObject({
          state: 'pending',
          attempts: 1,
          fault: { message: 'HTTP 503' },
        });
      }, FAST);
      await vi.waitFor(async () => expect((await ledger.delivery('a'))?.state).toBe('sent'), FAST);
      expect(attempts.ids()).toEqual(['a', 'a']);
      expect(attempts.times[1]).toBeGreaterThanOrEqual(at);
      expect(attempts.times[1]).toBeLessThan(at + 1_000);
      expect(await ledger.delivery('a')).toMatchObject({ attempts: 2 });
    });

    it('backs off by itself when the outcome names no time', async () => {
      const { ledger, queue } = await freshEngine();
      const attempts = record({
        outcome: ({ attempts }) => (attempts > 1 ? SENT : { type: 'later', fault: { message: 'HTTP 503' } }),
      });
      queue.work(attempts.options());
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      await vi.waitFor(async () => expect((await ledger.delivery('a'))?.state).toBe('sent'), FAST);
      const [first, second] = attempts.times as [number, number];
      expect(second - first).toBeGreaterThanOrEqual(1_000);
    });

    it('lets the others of a channel pass while one of them waits for its next attempt', async () => {
      const { ledger, queue } = await freshEngine();
      const attempts = record({
        outcome: ({ id }) =>
          id === 'stuck' ? { type: 'later', at: Date.now() + 60_000, fault: { message: 'HTTP 503' } } : SENT,
      });
      queue.work(attempts.options());
      await ledger.commit({ deliveries: [makeDelivery('stuck'), makeDelivery('b'), makeDelivery('c')] });
      await vi.waitFor(() => expect(attempts.ids()).toEqual(['stuck', 'b', 'c']), FAST);
    });

    it('stores how an attempt ended in every way it can end', async () => {
      const { ledger, queue } = await freshEngine();
      const fault = { message: 'what happened', hint: 'how to mend it' };
      const at = Date.now() + 60_000;
      const outcomes: Record<string, Outcome> = {
        sent: { type: 'sent', receipt: { ts: '1' } },
        later: { type: 'later', fault, at },
        free: { type: 'later', fault, at, free: true },
        never: { type: 'never', fault },
        doubt: { type: 'doubt', fault },
        hold: { type: 'hold', fault },
      };
      const attempts = record({ outcome: ({ id }) => outcomes[id] as Outcome });
      queue.work(attempts.options());
      await ledger.commit({ deliveries: Object.keys(outcomes).map((id) => makeDelivery(id, { channel: id })) });
      await vi.waitFor(async () => {
        expect(attempts.ids().length).toBeGreaterThanOrEqual(6);
        expect((await ledger.countByState()).sending).toBe(0);
      }, FAST);

      expect(await ledger.delivery('sent')).toMatchObject({ state: 'sent', receipt: { ts: '1' } });
      expect(await ledger.delivery('later')).toMatchObject({ state: 'pending', attempts: 1, dueAt: at, fault });
      expect(await ledger.delivery('free')).toMatchObject({ state: 'pending', attempts: 0, dueAt: at, fault });
      expect(await ledger.delivery('never')).toMatchObject({ state: 'failed', fault });
      expect(await ledger.delivery('doubt')).toMatchObject({ state: 'pending', doubtSince: expect.any(Number), fault });
      expect(await ledger.delivery('hold')).toMatchObject({ state: 'held', heldFor: 'doubt', fault });
    });

    it('takes an attempt that throws for one in doubt', async () => {
      const { ledger, queue } = await freshEngine();
      const worker = queue.work({
        concurrency: 1,
        rateOf: () => undefined,
        attempt: () => Promise.reject(new Error('a bug')),
      });
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      await vi.waitFor(async () => {
        expect(await ledger.delivery('a')).toMatchObject({
          state: 'pending',
          doubtSince: expect.any(Number),
          fault: { message: 'unexpected: a bug' },
        });
      }, FAST);
      await worker.close(1_000);
    });

    it('sends again at once what a person retries', async () => {
      const { ledger, queue } = await freshEngine();
      let fails = true;
      const attempts = record({ outcome: () => (fails ? { type: 'never', fault: { message: 'archived' } } : SENT) });
      queue.work(attempts.options());
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      await vi.waitFor(async () => expect((await ledger.delivery('a'))?.state).toBe('failed'), FAST);
      fails = false;
      await ledger.transition('a', { type: 'retry' });
      await vi.waitFor(async () => expect((await ledger.delivery('a'))?.state).toBe('sent'), FAST);
      expect(attempts.ids()).toEqual(['a', 'a']);
    });

    it('never attempts what is held or skipped before its turn', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({ deliveries: ['a', 'b', 'c'].map((id) => makeDelivery(id, { channel: id })) });
      await ledger.transition('a', { type: 'trip', fault: { message: 'too many at once' } });
      await ledger.transition('b', { type: 'skip', fault: { message: 'not wanted' } });
      const attempts = record();
      queue.work(attempts.options());
      await vi.waitFor(async () => expect((await ledger.delivery('c'))?.state).toBe('sent'), FAST);
      await pass(400);
      expect(attempts.ids()).toEqual(['c']);
    });
  });

  describe(`${name}: pace`, () => {
    const RATE = { count: 5, per: 500 };

    it('sends at most so many in any window, over all workers together, and wastes little of it', async () => {
      const store = await freshStore();
      const engines = await Promise.all([store.open(), store.open(), store.open()]);
      const { ledger } = engines[0] as Engine;
      await ledger.commit({ deliveries: Array.from({ length: 16 }, (_, i) => makeDelivery(`d${i}`)) });
      const attempts = record();
      for (const engine of engines) engine.queue.work(attempts.options({ rateOf: () => RATE }));

      await vi.waitFor(() => expect(attempts.ids()).toHaveLength(16), SLOW);
      expect(mostInAnyWindow(attempts.times, RATE.per)).toBeLessThanOrEqual(RATE.count);
      expect(duration(attempts.times)).toBeLessThan(4_000);
    });

    it('keeps to the pace when arrivals are slower at first', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({ deliveries: Array.from({ length: 11 }, (_, i) => makeDelivery(`d${i}`)) });
      const arrivals: number[] = [];
      queue.work({
        concurrency: 2,
        rateOf: () => RATE,
        attempt: async ({ id }) => {
          await pass(id === 'd0' ? 250 : 5);
          arrivals.push(Date.now());
          return { outcome: SENT };
        },
      });
      await vi.waitFor(() => expect(arrivals).toHaveLength(11), SLOW);
      expect(mostInAnyWindow(arrivals, RATE.per)).toBeLessThanOrEqual(RATE.count);
    });

    it('remembers the pace over closing and opening again', async () => {
      const store = await freshStore();
      const rate = { count: 3, per: 1_500 };
      const attempts = record();
      const before = await store.open();
      await before.ledger.commit({ deliveries: Array.from({ length: 4 }, (_, i) => makeDelivery(`d${i}`)) });
      before.queue.work(attempts.options({ rateOf: () => rate }));
      await vi.waitFor(() => expect(attempts.ids()).toHaveLength(3), FAST);
      await before.close();

      const after = await store.open();
      after.queue.work(attempts.options({ rateOf: () => rate }));
      await vi.waitFor(() => expect(attempts.ids()).toHaveLength(4), SLOW);
      expect(mostInAnyWindow(attempts.times, rate.per)).toBeLessThanOrEqual(rate.count);
    });

    it('does not count what was handed back before it was sent', async () => {
      const { ledger, queue } = await freshEngine();
      let released = 0;
      const attempts = record({ outcome: () => (released++ < 3 ? { type: 'release' } : SENT) });
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      queue.work(attempts.options({ rateOf: () => ({ count: 1, per: 60_000 }) }));
      await vi.waitFor(
        async () => expect(await ledger.delivery('a')).toMatchObject({ state: 'sent', attempts: 1 }),
        FAST,
      );
    });

    it('pauses a whole channel when the platform says so, in every process and over a restart', async () => {
      const store = await freshStore();
      const [one, two] = [await store.open(), await store.open()];
      let pausedUntil = 0;
      const attempts = record({
        outcome: ({ id, attempts }) =>
          id === 'a' && attempts === 1 ? { type: 'later', fault: { message: 'HTTP 429' }, at: Date.now() } : SENT,
        pause: ({ id, attempts }) => {
          if (id !== 'a' || attempts > 1) return undefined;
          pausedUntil = Date.now() + 1_200;
          return pausedUntil;
        },
      });
      await one.ledger.commit({ deliveries: [makeDelivery('a'), makeDelivery('b'), makeDelivery('c')] });
      const first = one.queue.work(attempts.options());
      await vi.waitFor(async () => expect((await one.ledger.delivery('a'))?.fault?.message).toBe('HTTP 429'), FAST);
      two.queue.work(attempts.options());
      await first.close(0);
      const three = await store.open();
      three.queue.work(attempts.options());

      await vi.waitFor(() => expect(attempts.ids()).toHaveLength(4), SLOW);
      expect(attempts.ids()).toEqual(['a', 'a', 'b', 'c']);
      expect(attempts.times[1]).toBeGreaterThanOrEqual(pausedUntil);
    });

    it('tells how each channel stands: what waits, what is under way, and until when it must rest', async () => {
      const store = await freshStore();
      const now = Date.now();
      const { ledger, queue } = await store.open({ now: () => now });
      await ledger.commit({
        deliveries: [
          ...['a', 'b', 'c'].map((id) => makeDelivery(id, { channel: 'resting' })),
          ...['d', 'e'].map((id) => makeDelivery(id, { channel: 'busy' })),
        ],
      });
      const attempts = record({
        outcome: () => ({ type: 'later', fault: { message: 'too fast' }, at: now + 60_000, free: true }),
        pause: () => now + 60_000,
      });
      await queue.attemptNow(['a'], { ...attempts.options(), waitMs: 0 });
      await ledger.transition('d', { type: 'claim', claim: 'mine', leaseUntil: now + 60_000 });

      expect(await queue.lanes(['resting', 'busy', 'unheard-of'])).toEqual([
        { channel: 'resting', pending: 3, sending: 0, nextAt: now + 60_000, pausedUntil: now + 60_000 },
        { channel: 'busy', pending: 1, sending: 1 },
        { channel: 'unheard-of', pending: 0, sending: 0 },
      ]);
    });

    it('never holds one channel back for another that is slow, paused, paced or failing', async () => {
      const { ledger, queue } = await freshEngine();
      const many = (channel: string) =>
        Array.from({ length: 50 }, (_, i) => makeDelivery(`${channel}${i}`, { channel }));
      await ledger.commit({
        deliveries: [...many('paced'), ...many('paused'), ...many('failing'), ...many('slow'), ...many('good')],
      });
      const attempts = record({
        takes: ({ channel }) => (channel === 'slow' ? 2_000 : 0),
        outcome: ({ channel }) =>
          channel === 'failing' ? { type: 'later', fault: { message: 'HTTP 503' }, at: Date.now() } : SENT,
        pause: ({ channel }) => (channel === 'paused' ? Date.now() + 60_000 : undefined),
      });
      queue.work(
        attempts.options({
          concurrency: 3,
          rateOf: (channel) => (channel === 'paced' ? { count: 1, per: 60_000 } : undefined),
        }),
      );
      await vi.waitFor(() => expect(attempts.seen.filter(({ channel }) => channel === 'good')).toHaveLength(50), SLOW);
      const count = (channel: string) => attempts.seen.filter((delivery) => delivery.channel === channel).length;
      expect(count('paced')).toBe(1);
      expect(count('paused')).toBe(1);
    });

    it('gives channels their turn in a circle', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({
        deliveries: ['x', 'y', 'z'].flatMap((channel) =>
          Array.from({ length: 3 }, (_, i) => makeDelivery(`${channel}${i}`, { channel })),
        ),
      });
      // Attempts that take no time at all may follow each other in one turn.
      const attempts = record({ takes: 300 });
      queue.work(attempts.options({ concurrency: 1 }));
      await vi.waitFor(() => expect(attempts.ids()).toHaveLength(9), SLOW);
      const firstSix = attempts.seen.slice(0, 6).map(({ channel }) => channel);
      expect(firstSix.toSorted()).toEqual(['x', 'x', 'y', 'y', 'z', 'z']);
    });
  });

  describe(`${name}: lost and stopping workers`, () => {
    it('puts back, in doubt, what a worker held when its lease ran out', async () => {
      const store = await freshStore();
      const { ledger, queue } = await store.open();
      await ledger.commit({ deliveries: [makeDelivery('a'), makeDelivery('b')] });
      const claimedAt = Date.now();
      await ledger.transition('a', { type: 'claim', claim: 'of-a-dead-one', leaseUntil: claimedAt + 700 });
      const attempts = record();
      queue.work(attempts.options());

      await pass(300);
      expect(attempts.ids()).toEqual([]);
      await vi.waitFor(() => expect(attempts.ids()).toEqual(['a', 'b']), SLOW);
      expect(attempts.seen[0]).toMatchObject({ attempts: 2, doubtSince: expect.any(Number) });
      expect(attempts.seen[0]?.doubtSince).toBeLessThanOrEqual(claimedAt + 100);
      expect(attempts.times[0]).toBeGreaterThanOrEqual(claimedAt + 700);
    });

    it('takes a receipt that comes late, from a worker that was taken for dead', async () => {
      const { ledger } = await freshEngine();
      await ledger.commit({ deliveries: [makeDelivery('a')] });
      await ledger.transition('a', { type: 'claim', claim: 'frozen', leaseUntil: Date.now() - 1 });
      await ledger.transition('a', { type: 'expire' });
      await ledger.transition('a', { type: 'claim', claim: 'second', leaseUntil: Date.now() + 60_000 });
      const outcome: Outcome = { type: 'sent', receipt: { ts: '1' } };
      await ledger.transition('a', { type: 'settle', claim: 'frozen', outcome });
      expect(await ledger.delivery('a')).toMatchObject({ state: 'sent', receipt: { ts: '1' } });
      expect(
        await ledger.transition('a', {
          type: 'settle',
          claim: 'second',
          outcome: { type: 'sent', receipt: { ts: '2' } },
        }),
      ).toBeUndefined();
    });

    it('waits for attempts under way when it closes, and takes no more', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({ deliveries: [makeDelivery('a'), makeDelivery('b')] });
      const attempts = record({ takes: 400 });
      const worker = queue.work(attempts.options());
      await vi.waitFor(() => expect(attempts.ids()).toEqual(['a']), FAST);
      await worker.close(5_000);
      expect(await ledger.delivery('a')).toMatchObject({ state: 'sent' });
      await pass(300);
      expect(attempts.ids()).toEqual(['a']);
      expect(await ledger.delivery('b')).toMatchObject({ state: 'pending', attempts: 0 });
    });

    it('aborts attempts that outlast the grace of its closing, and stores what they say then', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({
        deliveries: [makeDelivery('unsent', { channel: 'x' }), makeDelivery('unsure', { channel: 'y' })],
      });
      const started: string[] = [];
      const worker = queue.work({
        concurrency: 2,
        rateOf: () => undefined,
        attempt: ({ id }, signal) => {
          started.push(id);
          return new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              const outcome: Outcome =
                id === 'unsent' ? { type: 'release' } : { type: 'doubt', fault: { message: 'no answer yet' } };
              resolve({ outcome });
            });
          });
        },
      });
      await vi.waitFor(() => expect(started).toHaveLength(2), FAST);
      const closing = performance.now();
      await worker.close(200);
      expect(performance.now() - closing).toBeLessThan(1_500);
      const unsent = await ledger.delivery('unsent');
      expect(unsent).toMatchObject({ state: 'pending', attempts: 0 });
      expect(unsent?.doubtSince).toBeUndefined();
      expect(await ledger.delivery('unsure')).toMatchObject({
        state: 'pending',
        attempts: 1,
        fault: { message: 'no answer yet' },
      });
    });

    it('closes even when an attempt does not listen, and leaves it in doubt', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({ deliveries: [makeDelivery('deaf')] });
      let started = false;
      const worker = queue.work({
        concurrency: 1,
        rateOf: () => undefined,
        attempt: () => {
          started = true;
          return new Promise(() => {});
        },
      });
      await vi.waitFor(() => expect(started).toBe(true), FAST);
      const closing = performance.now();
      await worker.close(100);
      expect(performance.now() - closing).toBeLessThan(5_000);
      expect(await ledger.delivery('deaf')).toMatchObject({ state: 'pending', doubtSince: expect.any(Number) });
    });

    it('goes on in another process with what a closing engine gives up', async () => {
      const store = await freshStore();
      const [one, two] = [await store.open(), await store.open()];
      await one.ledger.commit({ deliveries: [makeDelivery('a')] });
      let taken = false;
      one.queue.work({
        concurrency: 1,
        rateOf: () => undefined,
        attempt: (_, signal) => {
          taken = true;
          return new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve({ outcome: { type: 'release' } }));
          });
        },
      });
      await vi.waitFor(() => expect(taken).toBe(true), FAST);
      const attempts = record();
      two.queue.work(attempts.options());
      await one.close();
      await vi.waitFor(async () => expect((await two.ledger.delivery('a'))?.state).toBe('sent'), FAST);
      expect(attempts.seen).toMatchObject([{ id: 'a', attempts: 1 }]);
      expect(attempts.seen[0]?.doubtSince).toBeUndefined();
    });
  });

  describe(`${name}: attempts of one-shot commands`, () => {
    it('attempts just what it was asked to, once each, and gives back how it ended', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({ deliveries: ['a', 'b', 'c', 'd'].map((id) => makeDelivery(id, { channel: id })) });
      const at = Date.now() + 60_000;
      const attempts = record({
        outcome: ({ id }) => (id === 'c' ? { type: 'later', at, fault: { message: 'HTTP 503' } } : SENT),
      });
      const result = await queue.attemptNow(['c', 'a', 'b', 'nobody'], { ...attempts.options(), waitMs: 2_000 });
      expect(result).toMatchObject([
        { id: 'c', state: 'pending', attempts: 1, fault: { message: 'HTTP 503' } },
        { id: 'a', state: 'sent' },
        { id: 'b', state: 'sent' },
      ]);
      expect(attempts.ids().toSorted()).toEqual(['a', 'b', 'c']);
      expect(await ledger.delivery('d')).toMatchObject({ state: 'pending', attempts: 0 });
    });

    it('waits for the pace of a channel as long as it may, and no longer', async () => {
      const { ledger, queue } = await freshEngine();
      await ledger.commit({
        deliveries: [
          ...['a', 'b'].map((id) => makeDelivery(id, { channel: 'quick' })),
          ...['c', 'd'].map((id) => makeDelivery(id, { channel: 'slow' })),
        ],
      });
      const attempts = record();
      const rateOf = (channel: string) => ({ count: 1, per: channel === 'quick' ? 300 : 60_000 });
      const result = await queue.attemptNow(['a', 'b', 'c', 'd'], { ...attempts.options({ rateOf }), waitMs: 1_500 });
      expect(result.map(({ id, state }) => `${id} ${state}`)).toEqual(['a sent', 'b sent', 'c sent', 'd pending']);
    });

    it('leaves to a running worker what that has taken, and waits for it', async () => {
      const store = await freshStore();
      const [server, command] = [await store.open(), await store.open()];
      const attempts = record({ takes: 300 });
      server.queue.work(attempts.options());
      await server.ledger.commit({ deliveries: [makeDelivery('a')] });
      await vi.waitFor(() => expect(attempts.ids()).toEqual(['a']), FAST);
      const [result] = await command.queue.attemptNow(['a'], { ...attempts.options(), waitMs: 5_000 });
      expect(result).toMatchObject({ id: 'a', state: 'sent' });
      expect(attempts.ids()).toEqual(['a']);
    });
  });

  describe(`${name}: schedule`, () => {
    it('beats about once a second until it is closed, and survives a beat that fails', async () => {
      const { schedule } = await freshEngine();
      const beats: number[] = [];
      const beat = schedule.beat(async (now) => {
        beats.push(now);
        if (beats.length === 1) throw new Error('a bug in a beat');
      });
      await pass(3_600);
      await beat.close();
      const count = beats.length;
      expect(count).toBeGreaterThanOrEqual(2);
      expect(count).toBeLessThanOrEqual(4);
      await pass(1_300);
      expect(beats).toHaveLength(count);
      expect(Math.abs((beats.at(-1) as number) - Date.now())).toBeLessThan(4_000);
    });

    it('never runs two beats at once, and waits for the running one when it closes', async () => {
      const { schedule } = await freshEngine();
      let [running, most, begun, ended] = [0, 0, 0, 0];
      const beat = schedule.beat(async () => {
        begun++;
        most = Math.max(most, ++running);
        await pass(1_500);
        running--;
        ended++;
      });
      await vi.waitFor(() => expect(begun).toBe(2), SLOW);
      await beat.close();
      expect({ most, ended }).toEqual({ most: 1, ended: 2 });
    });

    it('moves what was handled forward and never back, for every process', async () => {
      const store = await freshStore();
      const [one, two] = [await store.open(), await store.open()];
      expect(await one.schedule.handled('weekly')).toBeUndefined();
      await one.schedule.markHandled('weekly', 2_000);
      await two.schedule.markHandled('weekly', 1_000);
      expect(await one.schedule.handled('weekly')).toBe(2_000);
      await two.schedule.markHandled('weekly', 3_000);
      expect(await one.schedule.handled('weekly')).toBe(3_000);
      expect(await one.schedule.handled('monthly')).toBeUndefined();
    });
  });

  describe(`${name}: subscriptions`, () => {
    it('keeps one subscription an id, and says whether it is new', async () => {
      const store = await freshStore();
      const [one, two] = [await store.open(), await store.open()];
      expect(await one.subscriptions.add(subscription('s1'))).toBe(true);
      expect(await two.subscriptions.add(subscription('s1', { createdBy: 'U2' }))).toBe(false);
      expect(await two.subscriptions.list()).toEqual([subscription('s1')]);
      expect(await two.subscriptions.remove('s1')).toBe(true);
      expect(await one.subscriptions.remove('s1')).toBe(false);
      expect(await one.subscriptions.list()).toEqual([]);
    });

    it('lists those of one destination, oldest first', async () => {
      const { subscriptions } = await freshEngine();
      const [a, b, c] = [
        subscription('z', { destination: 'slack/C1', when: 'weekly' }),
        subscription('y', { destination: 'dingtalk/cid1' }),
        subscription('x', { destination: 'slack/C1', kind: 'all', value: '' }),
      ];
      for (const each of [a, b, c]) await subscriptions.add(each);
      expect(await subscriptions.list('slack/C1')).toEqual([a, c]);
      expect(await subscriptions.list()).toEqual([a, b, c]);
      expect(await subscriptions.list('slack/C9')).toEqual([]);
    });

    it('pauses all subscriptions of a destination, with the reason, and takes them up again', async () => {
      const { subscriptions } = await freshEngine();
      for (const id of ['a', 'b']) await subscriptions.add(subscription(id, { destination: 'slack/C1' }));
      await subscriptions.add(subscription('c', { destination: 'slack/C2' }));
      const paused = async () => (await subscriptions.list()).map(({ id, paused }) => [id, paused]);
      await subscriptions.pause('slack/C1', 'the channel is archived');
      expect(await paused()).toEqual([
        ['a', 'the channel is archived'],
        ['b', 'the channel is archived'],
        ['c', undefined],
      ]);
      await subscriptions.pause('slack/C1', undefined);
      expect(await subscriptions.list('slack/C1')).toEqual([
        subscription('a', { destination: 'slack/C1' }),
        subscription('b', { destination: 'slack/C1' }),
      ]);
    });

    it('remembers the settings of a destination', async () => {
      const { subscriptions } = await freshEngine();
      expect(await subscriptions.settings('slack/C1')).toEqual({});
      await subscriptions.saveSettings('slack/C1', { language: 'en' });
      await subscriptions.saveSettings('slack/C1', { language: 'zh' });
      expect(await subscriptions.settings('slack/C1')).toEqual({ language: 'zh' });
      expect(await subscriptions.settings('slack/C2')).toEqual({});
    });
  });
}

const FAST = { timeout: 3_000, interval: 10 };
const SLOW = { timeout: 15_000, interval: 20 };
const SENT: Outcome = { type: 'sent', receipt: {} };

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Attempts that only take notes. `takes` is how long each lasts (ms); they end as `outcome` says, `sent` by default. */
function record({
  takes = 0,
  outcome,
  pause,
}: {
  takes?: number | ((delivery: Delivery) => number);
  outcome?: (delivery: Delivery) => Outcome;
  pause?: (delivery: Delivery) => number | undefined;
} = {}) {
  const seen: Delivery[] = [];
  const times: number[] = [];
  const underWay: Delivery[] = [];
  let mostAtOnce = 0;
  let mostAtOnceInAChannel = 0;
  const attempt = async (delivery: Delivery): Promise<Attempt> => {
    seen.push(delivery);
    times.push(Date.now());
    const number = String(seen.length);
    underWay.push(delivery);
    mostAtOnce = Math.max(mostAtOnce, underWay.length);
    const inChannel = underWay.filter(({ channel }) => channel === delivery.channel).length;
    mostAtOnceInAChannel = Math.max(mostAtOnceInAChannel, inChannel);
    await pass(typeof takes === 'number' ? takes : takes(delivery));
    underWay.splice(underWay.indexOf(delivery), 1);
    return {
      outcome: outcome?.(delivery) ?? { type: 'sent', receipt: { number } },
      pauseChannelUntil: pause?.(delivery),
    };
  };
  return {
    seen,
    times,
    ids: () => seen.map(({ id }) => id),
    mostAtOnce: () => mostAtOnce,
    mostAtOnceInAChannel: () => mostAtOnceInAChannel,
    options: (change: Partial<WorkOptions> = {}): WorkOptions => ({
      concurrency: 4,
      rateOf: () => undefined,
      attempt,
      ...change,
    }),
  };
}

/** How many of the times (ms) lie at most in any half-open window of that length. */
function mostInAnyWindow(times: number[], window: number): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + window).length));
}

/** What the ledger knows, in a steady order. */
async function postsOf(ledger: Engine['ledger']): Promise<KnownPost[]> {
  return (await ledger.known()).posts.toSorted((a, b) => a.id.localeCompare(b.id));
}

function duration(times: number[]): number {
  return Math.max(...times) - Math.min(...times);
}

function known(id: string, change: Partial<KnownPost> = {}): KnownPost {
  const url = `https://blog.example.org/blog/${id}/`;
  return {
    id,
    guid: url,
    url,
    path: `blog/${id}.md`,
    bodyHash: `body-${id}`,
    cardHash: `card-${id}`,
    gone: false,
    ...change,
  };
}

function edition(id: string): EditionRecord {
  return {
    id,
    job: id.split('/')[0] as string,
    from: '2022-01-28T10:00:00+08:00',
    to: '2022-02-04T10:00:00+08:00',
    title: `本周推荐阅读 ${id}`,
    markdown: '大家好，\n\n这里是推荐阅读。',
    posts: [{ id: 'a', title: '标题 a', url: 'https://blog.example.org/blog/a/' }],
    readings: [{ title: '另一篇', url: 'https://elsewhere.example/1' }],
    createdAt: '2022-02-04T10:00:00+08:00',
  };
}

function subscription(id: string, change: Partial<Subscription> = {}): Subscription {
  return { id, destination: 'slack/C1', kind: 'tag', value: 'MOSN', createdBy: 'U1', createdAt: 1_000, ...change };
}
