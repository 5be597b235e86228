import type { Channel } from '../channels/channel.js';
import { ChannelError } from '../channels/channel.js';
import type { Attempt } from '../engine/engine.js';
import type { Message } from '../message/message.js';
import type { World } from '../world.js';
import type { Delivery, Outcome } from './delivery.js';

/** An attempt does not begin to send when less than this is left of its lease (ms): a call takes at most 15 s. */
const SEND_TIME = 20_000;
/** A platform is not asked about a delivery sooner than this after the request went out (ms): it may still be at it. */
const SETTLED_AFTER = 5_000;

/** Where a delivery goes: a channel, open, with what the config says about it. */
export interface Target {
  /** Draws the message as this channel's payload. */
  render(message: Message, deliveryId: string): unknown;
  channel: Channel;
  onDoubt: 'resend' | 'hold';
}

export interface AttemptDeps extends Pick<World, 'now' | 'log'> {
  /** Aborts on shutdown's deadline. */
  signal: AbortSignal;
  /** The place itself is gone (archived, bot removed): its subscriptions should be paused. */
  onGone?(channel: string, reason: string): void;
}

/**
 * One attempt at a delivery: what is in doubt is settled first, then it is sent. Never rejects.
 *
 * A bug (any error that is not a ChannelError) is logged as one. While drawing, nothing was sent: the delivery has failed
 * until a mended program retries it. While sending, it may have been: that is a doubt, and where no platform can settle
 * it, a person must.
 */
export async function attemptDelivery(delivery: Delivery, target: Target, deps: AttemptDeps): Promise<Attempt> {
  try {
    if (delivery.doubtSince !== undefined) {
      const settled = await settleDoubt(delivery, delivery.doubtSince, target, deps);
      if (settled) return settled;
    }
    const payload = draw(delivery, target, deps);
    if (payload.type === 'never') return { outcome: payload };
    // A worker that was frozen for a while must not send what another one has taken over meanwhile.
    const leaseLeft = (delivery.leaseUntil ?? Number.POSITIVE_INFINITY) - deps.now();
    if (deps.signal.aborted || leaseLeft < SEND_TIME) return { outcome: { type: 'release' } };
    return await send(delivery, payload.payload, target, deps);
  } catch (error) {
    deps.log.error({ err: error, delivery: delivery.id, channel: delivery.channel }, 'a bug in a delivery');
    return { outcome: { type: 'hold', fault: bug(error) } };
  }
}

function draw(delivery: Delivery, target: Target, { log }: AttemptDeps) {
  try {
    return { type: 'drawn', payload: target.render(delivery.message, delivery.id) } as const;
  } catch (error) {
    log.error({ err: error, delivery: delivery.id, channel: delivery.channel }, 'a bug in drawing a message');
    return { type: 'never', fault: bug(error) } as const;
  }
}

async function send(delivery: Delivery, payload: unknown, target: Target, deps: AttemptDeps): Promise<Attempt> {
  const { channel } = target;
  try {
    return { outcome: { type: 'sent', receipt: await channel.send(payload, { delivery, signal: deps.signal }) } };
  } catch (error) {
    if (error instanceof ChannelError) return failed(error, delivery, target, deps);
    deps.log.error({ err: error, delivery: delivery.id, channel: delivery.channel }, 'a bug in sending a message');
    return { outcome: { type: canSettle(channel) ? 'doubt' : 'hold', fault: bug(error) } };
  }
}

function failed(error: ChannelError, delivery: Delivery, target: Target, deps: AttemptDeps): Attempt {
  const { kind, message, hint, retryAfter } = error;
  const fault = { message, ...(hint !== undefined && { hint }) };
  const at = retryAfter === undefined ? undefined : deps.now() + retryAfter;
  switch (kind) {
    case 'later':
      return { outcome: { type: 'later', fault, at, free: at !== undefined }, pauseChannelUntil: at };
    case 'never':
      if (error.destinationGone) deps.onGone?.(delivery.channel, message);
      return { outcome: { type: 'never', fault } };
    case 'doubt':
      if (canSettle(target.channel)) return { outcome: { type: 'doubt', fault, ...(target.channel.find && { at }) } };
      return { outcome: onDoubt(delivery, target, fault) ?? { type: 'doubt', fault } };
  }
}

/** @returns how the attempt ends, or undefined when the delivery may be sent. */
async function settleDoubt(
  delivery: Delivery,
  doubtSince: number,
  target: Target,
  deps: AttemptDeps,
): Promise<Attempt | undefined> {
  const { channel } = target;
  const fault = delivery.fault ?? { message: 'its last request was never answered' };
  if (channel.find) {
    const sinceDoubt = deps.now() - doubtSince;
    // Negative: the clock was set back. Then there is nothing to reckon with, and so much time to settle has passed.
    if (sinceDoubt >= 0 && sinceDoubt < SETTLED_AFTER) {
      return { outcome: { type: 'later', fault, at: doubtSince + SETTLED_AFTER, free: true } };
    }
    try {
      const receipt = await channel.find({ delivery, signal: deps.signal });
      return receipt && { outcome: { type: 'sent', receipt } };
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      if (error.kind !== 'never') {
        const at = error.retryAfter === undefined ? undefined : deps.now() + error.retryAfter;
        const free = error.kind === 'later' && at !== undefined;
        const asking = { message: `could not ask whether it arrived: ${error.message}`, hint: error.hint };
        return { outcome: { type: 'later', fault: asking, at, free }, ...(free && { pauseChannelUntil: at }) };
      }
      deps.log.warn(
        { delivery: delivery.id, channel: delivery.channel, hint: error.hint },
        `cannot ask whether a message arrived: ${error.message}`,
      );
    }
  }
  if (channel.idempotent && delivery.onDoubt !== 'hold') return undefined;
  const outcome = onDoubt(delivery, target, fault);
  return outcome && { outcome };
}

function onDoubt(delivery: Delivery, target: Target, fault: { message: string }): Outcome | undefined {
  if ((delivery.onDoubt ?? target.onDoubt) === 'resend') return undefined;
  const hint = 'look in the channel; `postrider retry ID` sends it again if it is not there';
  return { type: 'hold', fault: { message: `it may have arrived: ${fault.message}`, hint } };
}

function canSettle({ find, idempotent }: Channel): boolean {
  return find !== undefined || idempotent === true;
}

function bug(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  return { message: `unexpected: ${message}`, hint: 'this is a fault of Postrider; please report it with the log' };
}
