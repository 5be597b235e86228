import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { DeliveryState } from '../../src/announce/delivery.js';
import { type EngineAddress, openEngineAt } from '../support/engine-address.js';
import { type LoopbackPlatform, type PlatformKind, startLoopbackPlatform } from '../support/loopback-platform.js';
import { startWorkerProcess } from '../support/start-worker-process.js';
import { SELF_KILLS, type WorkerJob } from '../support/worker-job.js';

/** Real processes that work on a real store against a real HTTP platform, and are killed for real. */
export function faultSuite(name: string, createStore: () => Promise<EngineAddress>): void {
  const STEPS = [...SELF_KILLS, 'after the send'] as const;
  type Step = (typeof STEPS)[number];

  /** Three deliveries, of which the second is the one that a worker dies over. */
  const COMMIT = ['d1', 'd2', 'd3'].map((id) => ({ id, channel: 'community' }));
  const FATAL = 'd2';

  const job = (
    address: EngineAddress,
    { url, kind }: LoopbackPlatform,
    change: Partial<WorkerJob> = {},
  ): WorkerJob => ({
    address,
    platform: { url, kind },
    onDoubt: 'resend',
    commit: COMMIT,
    concurrency: 4,
    endWhenDone: true,
    ...change,
  });

  /** A worker that dies at the step. */
  async function killAt(
    step: Step,
    address: EngineAddress,
    platform: LoopbackPlatform,
    change: Partial<WorkerJob> = {},
  ) {
    if (step !== 'after the send') {
      const worker = startWorkerProcess(job(address, platform, { die: { step, id: FATAL }, ...change }));
      expect(await worker.ended).toBe('SIGKILL');
      return;
    }
    // The platform has the message, and the worker is gone before the answer.
    const worker = startWorkerProcess(job(address, platform, change));
    platform.onArrival = async ({ key }) => {
      if (key !== FATAL) return;
      worker.signal('SIGKILL');
      await worker.ended;
    };
    expect(await worker.ended).toBe('SIGKILL');
    platform.onArrival = () => {};
  }

  async function finish(address: EngineAddress, platform: LoopbackPlatform, change: Partial<WorkerJob> = {}) {
    expect(await startWorkerProcess(job(address, platform, change)).ended).toBe(0);
  }

  async function statesOf(address: EngineAddress): Promise<Record<DeliveryState, number>> {
    return withEngine(address, ({ ledger }) => ledger.countByState());
  }

  const inOrder = (platform: LoopbackPlatform): string[] => platform.messages.map(({ key }) => key);

  describe(`${name}: a worker killed (kill -9) and started again`, () => {
    for (const kind of ['find', 'key'] satisfies PlatformKind[]) {
      it(`loses nothing and doubles nothing wherever it dies, on a platform with ${kind}`, async () => {
        const outcome = async (step: Step) => {
          const [address, platform] = [await createStore(), await startLoopbackPlatform(kind)];
          await killAt(step, address, platform);
          await finish(address, platform);
          const { sent, pending, sending } = await statesOf(address);
          return { step, arrived: inOrder(platform).toSorted(), sent, pending, sending };
        };
        expect(await Promise.all(STEPS.map(outcome))).toEqual(
          STEPS.map((step) => ({ step, arrived: ['d1', 'd2', 'd3'], sent: 3, pending: 0, sending: 0 })),
        );
      }, 60_000);
    }

    it('keeps the receipt of a message that arrived before the worker died', async () => {
      const [address, platform] = [await createStore(), await startLoopbackPlatform('find')];
      await killAt('after the send', address, platform);
      await finish(address, platform);
      const position = inOrder(platform).indexOf(FATAL);
      const delivery = await withEngine(address, ({ ledger }) => ledger.delivery(FATAL));
      expect(delivery?.receipt).toEqual({ ref: `m${position}` });
    });

    it('sends again only what is in doubt when the platform cannot know and the channel says resend', async () => {
      const arrivals = async (step: Step) => {
        const [address, platform] = [await createStore(), await startLoopbackPlatform('neither')];
        await killAt(step, address, platform);
        await finish(address, platform);
        return [step, inOrder(platform).toSorted()];
      };
      expect(Object.fromEntries(await Promise.all(STEPS.map(arrivals)))).toEqual({
        'before the claim': ['d1', 'd2', 'd3'],
        'after the claim': ['d1', 'd2', 'd3'],
        'after the send': ['d1', 'd2', 'd2', 'd3'],
        'before the receipt is stored': ['d1', 'd2', 'd2', 'd3'],
        'after the receipt is stored': ['d1', 'd2', 'd3'],
      });
    }, 60_000);

    it('holds what is in doubt for a person when the platform cannot know and the channel says hold', async () => {
      const [address, platform] = [await createStore(), await startLoopbackPlatform('neither')];
      await killAt('after the send', address, platform, { onDoubt: 'hold' });
      await finish(address, platform, { onDoubt: 'hold' });
      expect(inOrder(platform).toSorted()).toEqual(['d1', 'd2', 'd3']);
      expect(await statesOf(address)).toMatchObject({ sent: 2, held: 1 });
      expect(await withEngine(address, ({ ledger }) => ledger.delivery(FATAL))).toMatchObject({ heldFor: 'doubt' });
    });

    it('goes on at once after a restart, long before the lease of the dead one ends', async () => {
      const [address, platform] = [await createStore(), await startLoopbackPlatform('find')];
      await killAt('after the send', address, platform);
      const restarted = startWorkerProcess(job(address, platform));
      await restarted.working;
      const started = performance.now();
      await restarted.ended;
      expect(performance.now() - started).toBeLessThan(15_000);
    });

    it('is noticed by a worker that lives, which takes up all that the dead one held', async () => {
      const [address, platform] = [await createStore(), await startLoopbackPlatform('find')];
      const commit = Array.from({ length: 12 }, (_, i) => ({ id: `d${i}`, channel: `channel-${i}` }));
      const victim = startWorkerProcess(job(address, platform, { commit, concurrency: 12 }));
      // The platform has all of them, and answers nothing.
      platform.onArrival = async () => void (await victim.ended);
      await vi.waitFor(() => expect(platform.messages).toHaveLength(12), { timeout: 20_000 });
      const survivor = startWorkerProcess(job(address, platform, { commit: [], endWhenDone: false }));
      await survivor.working;
      victim.signal('SIGKILL');
      await vi.waitFor(async () => expect(await statesOf(address)).toMatchObject({ sent: 12 }), {
        timeout: 15_000,
        interval: 100,
      });
      expect(platform.messages).toHaveLength(12);
    });
  });

  describe(`${name}: workers in trouble`, () => {
    it('loses and doubles nothing while two workers are killed again and again at any moment', async () => {
      const [address, platform] = [await createStore(), await startLoopbackPlatform('find')];
      platform.onArrival = () => sleep(15);
      const commit = Array.from({ length: 600 }, (_, i) => ({ id: `d${i}`, channel: `channel-${i % 12}` }));
      const run = () => startWorkerProcess(job(address, platform, { commit, concurrency: 2, endWhenDone: false }));
      let workers = [run(), run()];
      for (let kill = 0; kill < 6; kill++) {
        const [victim, other] = workers as [ReturnType<typeof run>, ReturnType<typeof run>];
        await victim.working;
        await sleep(Math.random() * 120);
        victim.signal('SIGKILL');
        await victim.ended;
        workers = [other, run()];
      }
      await vi.waitFor(async () => expect(await statesOf(address)).toMatchObject({ sent: 600 }), {
        timeout: 60_000,
        interval: 250,
      });
      expect(inOrder(platform).toSorted()).toEqual(commit.map(({ id }) => id).toSorted());
    }, 120_000);

    it('keeps the pace of a channel over kills and restarts, counted where the messages arrive', async () => {
      const [address, platform] = [await createStore(), await startLoopbackPlatform('find')];
      const rate = { count: 4, per: 3_000 };
      const commit = Array.from({ length: 9 }, (_, i) => ({ id: `d${i}`, channel: 'community' }));
      for (const die of ['d1', 'd4', 'd6']) {
        const worker = startWorkerProcess(job(address, platform, { commit, rate }));
        platform.onArrival = async ({ key }) => {
          if (key !== die) return;
          worker.signal('SIGKILL');
          await worker.ended;
        };
        expect(await worker.ended).toBe('SIGKILL');
      }
      platform.onArrival = () => {};
      await finish(address, platform, { commit, rate });
      expect(inOrder(platform).toSorted()).toEqual(commit.map(({ id }) => id).toSorted());
      for (const { at: start } of platform.messages) {
        const inWindow = platform.messages.filter(({ at }) => at >= start && at < start + rate.per);
        expect(inWindow.length).toBeLessThanOrEqual(rate.count);
      }
    }, 60_000);

    it('survives a worker that is frozen past its lease and wakes up again', async () => {
      const [address, platform] = [await createStore(), await startLoopbackPlatform('find')];
      const frozen = startWorkerProcess(job(address, platform));
      // The platform has the message; the worker freezes before it sees the answer.
      platform.onArrival = ({ key }) => {
        if (key === FATAL) frozen.signal('SIGSTOP');
      };
      await vi.waitFor(() => expect(inOrder(platform)).toContain(FATAL), { timeout: 20_000 });
      platform.onArrival = () => {};
      // Another one, whose clock is a little more than a lease ahead, so that the test need not wait that long.
      await finish(address, platform, { clockAhead: 61_000 });
      expect(await statesOf(address)).toMatchObject({ sent: 3 });
      frozen.signal('SIGCONT');
      expect(await frozen.ended).toBe(0);
      expect(inOrder(platform).toSorted()).toEqual(['d1', 'd2', 'd3']);
      expect(await statesOf(address)).toMatchObject({ sent: 3 });
    }, 60_000);
  });
}

async function withEngine<Result>(
  address: EngineAddress,
  ask: (engine: Awaited<ReturnType<typeof openEngineAt>>) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngineAt(address);
  try {
    return await ask(engine);
  } finally {
    await engine.close();
  }
}
