import { ChannelError } from '../channels/channel.js';
import type { Ledger } from '../engine/engine.js';
import type { World } from '../world.js';
import type { Target } from './attempt-delivery.js';
import { backoff, type Delivery } from './delivery.js';
import type { Revision, RevisionOutcome } from './revision.js';

/** Looked at in one go. */
const MOST_AT_ONCE = 50;
/** A change can wait ten times as long as news. */
const PATIENCE = 10;

export interface RevisionDeps extends Pick<World, 'now' | 'random' | 'log'> {
  ledger: Ledger;
  /** undefined: the channel is no longer configured. */
  targetOf(channel: string): Target | undefined;
  signal: AbortSignal;
}

/**
 * Changes sent messages to what their posts are now, at most one a channel; to be called about once a second. Doing one
 * twice does no harm, so that several processes may be at it. A change that fails never becomes a new message.
 */
export async function applyRevisions(deps: RevisionDeps): Promise<void> {
  const due = await deps.ledger.dueRevisions(deps.now(), MOST_AT_ONCE);
  const firstOfChannel = new Map(due.toReversed().map((delivery) => [delivery.channel, delivery]));
  await Promise.all([...firstOfChannel.values()].map((delivery) => applyRevision(delivery, deps)));
}

async function applyRevision(delivery: Delivery, deps: RevisionDeps): Promise<void> {
  const { revision } = delivery;
  if (!revision) return;
  const outcome = await tryRevision(delivery, revision, deps);
  if (outcome.type !== 'done' && outcome.fault) {
    const { id, channel } = delivery;
    deps.log.warn({ delivery: id, channel, hint: outcome.fault.hint }, outcome.fault.message);
  }
  await deps.ledger.transition(delivery.id, { type: 'revised', message: revision.message, outcome });
}

async function tryRevision(
  delivery: Delivery,
  { message, attempts }: Revision,
  deps: RevisionDeps,
): Promise<RevisionOutcome> {
  const target = deps.targetOf(delivery.channel);
  const { receipt } = delivery;
  if (!target || !receipt) return { type: 'never' };
  const { channel } = target;
  const { signal } = deps;
  try {
    if (message === null) {
      // A platform that cannot: the message stays, and that is no fault.
      if (!channel.delete) return { type: 'never' };
      await channel.delete({ receipt, signal });
      return { type: 'done' };
    }
    if (!channel.update) return { type: 'never' };
    return { type: 'done', receipt: await channel.update(target.render(message, delivery.id), { receipt, signal }) };
  } catch (error) {
    if (!(error instanceof ChannelError)) {
      deps.log.error({ err: error, delivery: delivery.id, channel: delivery.channel }, 'a bug in changing a message');
    }
    const what = message === null ? 'taken away' : 'updated';
    const reason = error instanceof Error ? error.message : String(error);
    const fault = {
      message: `the message could not be ${what}: ${reason}`,
      ...(error instanceof ChannelError && error.hint !== undefined && { hint: error.hint }),
    };
    if (!(error instanceof ChannelError) || error.kind === 'never') return { type: 'never', fault };
    const wait = error.retryAfter ?? PATIENCE * backoff(attempts + 1, deps.random());
    return { type: 'later', fault, at: deps.now() + wait };
  }
}
