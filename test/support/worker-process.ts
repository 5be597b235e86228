/*
 * A program of its own for the fault suite: commits deliveries, works on them, and dies where it is told to.
 * Run as `node --import tsx worker-process.ts JOB`; JOB is a WorkerJob in JSON. Prints `working` once it works.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Outcome } from '../../src/announce/delivery.js';
import type { Engine } from '../../src/engine/engine.js';
import { openEngineAt } from './engine-address.js';
import { makeDelivery } from './make-delivery.js';
import type { SelfKill, WorkerJob } from './worker-job.js';

const job: WorkerJob = JSON.parse(process.argv[2] as string);
const endpoint = `${job.platform.url}/messages`;
const dieNow = (): void => void process.kill(process.pid, 'SIGKILL');
const diesAt = (step: SelfKill, id: string): boolean => job.die?.step === step && job.die.id === id;

/** Set when the attempt that must not be stored has reported: the engine's next look at the clock is its last. */
let dieAtNextLook = false;
/** Set when the attempt whose receipt is stored has reported: the channel's next attempt shows that it is stored. */
let dieAtNextAttempt = false;
const now = (): number => {
  if (dieAtNextLook) dieNow();
  return Date.now() + (job.clockAhead ?? 0);
};

async function find(id: string): Promise<Outcome | undefined> {
  const response = await fetch(`${endpoint}?key=${id}`);
  return response.ok ? { type: 'sent', receipt: (await response.json()) as { ref: string } } : undefined;
}

async function send(id: string, channel: string): Promise<Outcome> {
  const response = await fetch(endpoint, { method: 'POST', body: JSON.stringify({ key: id, channel }) });
  return { type: 'sent', receipt: (await response.json()) as { ref: string } };
}

/** What a channel does: a doubt is settled first, as far as the platform allows. */
async function attempt({ id, channel, doubtSince }: Delivery): Promise<{ outcome: Outcome }> {
  if (diesAt('after the claim', id) || dieAtNextAttempt) dieNow();
  const doubtful = doubtSince !== undefined;
  if (doubtful && job.platform.kind === 'neither' && job.onDoubt === 'hold') {
    return { outcome: { type: 'hold', fault: { message: 'may have arrived' } } };
  }
  const found = doubtful && job.platform.kind === 'find' ? await find(id) : undefined;
  const outcome = found ?? (await send(id, channel));
  dieAtNextLook = diesAt('before the receipt is stored', id);
  dieAtNextAttempt = diesAt('after the receipt is stored', id);
  return { outcome };
}

async function done({ ledger }: Engine): Promise<void> {
  for (;;) {
    const { pending, sending } = await ledger.countByState();
    if (pending + sending === 0) return;
    await sleep(25);
  }
}

const engine = await openEngineAt(job.address, { now });
await engine.ledger.commit({
  posts: [],
  deliveries: job.commit.map(({ id, channel }) => makeDelivery(id, { channel })),
});
if (job.die?.step === 'before the claim') dieNow();
engine.queue.work({ concurrency: job.concurrency, rateOf: () => job.rate, attempt });
console.log('working');
if (job.endWhenDone) {
  await done(engine);
  await engine.close();
  process.exit(0);
}
