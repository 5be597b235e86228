import type { ZodType } from 'zod';
import type { Delivery, DeliveryFault, Receipt } from '../announce/delivery.js';
import type { Rate } from '../engine/engine.js';
import type { Language, Message } from '../message/message.js';
import type { World } from '../world.js';

/** What a drawing depends on besides the message. */
export interface RenderContext {
  /** Wording around the author's text. */
  language: Language;
  /** IANA zone for dates without their own. */
  timezone: string;
  /** The delivery id, for media that carry it in the payload (Slack's metadata, DingTalk's msgUuid). Absent in previews and replies. */
  deliveryId?: string;
}

/**
 * A kind of channel: one file (or folder) and one line in `channels/index.ts`.
 * `Options` are the keys of its own in `postrider.yaml`; the common ones (`name`, `match`, `language`, `onDoubt`,
 * `rate`, `announce`) belong to the config.
 */
export interface ChannelType<Options = unknown, Payload = unknown> {
  type: string;
  /** The channel's own config keys. Keys whose values are secret are listed in `secrets`. */
  options: ZodType<Options>;
  secrets: readonly (keyof Options & string)[];
  /** Keys whose values are paths; relative ones start from the config's folder. */
  paths?: readonly (keyof Options & string)[];
  /** The platform's limit; undefined: none. */
  rate?: Rate;
  /** Its messages carry the whole article (`Message.article`), not only what announces it. */
  article?: boolean;
  /** Draws the message: pure, and within the platform's limits for any input. */
  render(message: Message, context: RenderContext, options: Partial<Options>): Payload;
  /** Where such a channel leads, in the form subscriptions use (`slack/C012`): who subscribed there does not get the same post twice. */
  address?(options: Options): string;
  /** Where a person finds what was sent (an https URL), when the platform has such an address. */
  link?(receipt: Receipt): string | undefined;
  open(options: Options, world: World): Channel<Payload>;
  /**
   * Asks the platform whether it would take messages of such a channel, without sending any; for `postrider doctor`.
   * @returns what the platform knows of the credentials, in one line
   * @throws {ChannelError} what is wrong, with a hint
   */
  check?(options: Options, ask: Pick<World, 'fetch'> & { signal: AbortSignal }): Promise<string>;
}

/** An open channel. A call that fails rejects with {@link ChannelError}; success is a receipt. */
export interface Channel<Payload = unknown> {
  /** Sends once; no retries inside. At most 15 s, or until `signal` aborts. */
  send(payload: Payload, attempt: { delivery: Delivery; signal: AbortSignal }): Promise<Receipt>;
  /** The platform can be asked whether a delivery in doubt arrived. @returns its receipt, or undefined when it did not. */
  find?(attempt: { delivery: Delivery; signal: AbortSignal }): Promise<Receipt | undefined>;
  /** The platform takes an idempotency key: sending again under the same delivery id makes no second message. */
  readonly idempotent?: boolean;
  /** Changes a sent message in place. @returns the receipt from then on. */
  update?(payload: Payload, attempt: { receipt: Receipt; signal: AbortSignal }): Promise<Receipt>;
  /** Takes a sent message back. */
  delete?(attempt: { receipt: Receipt; signal: AbortSignal }): Promise<void>;
}

/** What a failed call means for the delivery. See DeliveryEvent for the words. */
export type ChannelErrorKind = 'later' | 'never' | 'doubt';

/** The only way a channel fails. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly kind: ChannelErrorKind;
  readonly hint?: string;
  /**
   * For `later`: the platform said how long to wait (ms); the whole channel waits. For `doubt`: how long the request may
   * still be under way (ms), so that asking sooner settles nothing.
   */
  readonly retryAfter?: number;
  /** For `never`: the destination itself is gone (archived, bot removed); subscriptions to it are paused. */
  readonly destinationGone: boolean;

  constructor(
    kind: ChannelErrorKind,
    fault: DeliveryFault,
    extra: { retryAfter?: number; destinationGone?: boolean; cause?: unknown } = {},
  ) {
    super(fault.message, { cause: extra.cause });
    this.kind = kind;
    this.hint = fault.hint;
    this.retryAfter = extra.retryAfter;
    this.destinationGone = extra.destinationGone ?? false;
  }
}
