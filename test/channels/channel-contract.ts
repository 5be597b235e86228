import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Delivery, deliveryId } from '../../src/announce/delivery.js';
import { type Channel, ChannelError, type ChannelType } from '../../src/channels/channel.js';
import type { Message } from '../../src/message/message.js';
import { postMessage } from '../../src/message/post-message.js';
import { roundupMessage } from '../../src/message/roundup-message.js';
import type { World } from '../../src/world.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { nastyMessage } from '../support/nasty-message.js';
import { httpFault, type PlatformServer, rateLimited } from '../support/platform-server.js';
import { testWorld } from '../support/test-world.js';
import { until } from '../support/until.js';

/** A channel and a stand-in of its platform. */
export interface ChannelUnderTest {
  options: Record<string, unknown>;
  platform: PlatformServer;
  /** What members see, oldest first: all that is shown of each message. */
  seen(): string[];
  /** What of the world is not the real one: pictures come from here, not from the network. */
  world?: Partial<World>;
  /** Whom its messages notified by name (`@all`, a user), where the platform has such mentions. */
  pinged?(): string[];
}

export interface ChannelCase {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the channel's own
  type: ChannelType<any, any>;
  start(): Promise<ChannelUnderTest>;
  /** Words of the config that are secret here. */
  secrets: string[];
}

const deliveryOf = (id: string): Delivery => ({
  ...makeDelivery(id),
  ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
});
const never = new AbortController().signal;
const CONTEXT = { language: 'zh', timezone: 'Asia/Shanghai' } as const;

/** What every channel with a platform behind it does; a new one joins with its case. */
export function describeChannel({ type, start, secrets }: ChannelCase): void {
  describe(`the channel ${type.type}`, () => {
    const open = async () => {
      const under = await start();
      const options = type.options.parse(under.options);
      const channel: Channel = type.open(options, testWorld(under.world));
      const payloadOf = (message: Message, id: string) => type.render(message, { ...CONTEXT, deliveryId: id }, options);
      const send = (message: Message, id = 'd1', signal = never) =>
        channel.send(payloadOf(message, id), { delivery: deliveryOf(id), signal });
      return { ...under, options, channel, payloadOf, send };
    };
    const failure = async (call: Promise<unknown>): Promise<ChannelError> => {
      const error = await call.then(
        () => new Error('it did not fail'),
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ChannelError);
      const { message, hint = '' } = error as ChannelError;
      for (const secret of secrets) expect(message + hint).not.toContain(secret);
      return error as ChannelError;
    };
    const message = postMessage(makePost({ slug: 'tiger', title: '喜迎虎年' }));

    it('shows members the title and the link, once', async () => {
      const { send, seen } = await open();
      expect(await send(message)).toBeTypeOf('object');
      expect(seen()).toHaveLength(1);
      expect(seen()[0]).toContain('喜迎虎年');
      expect(seen()[0]).toContain('https://blog.example.org/blog/tiger/');
    });

    it('is accepted by the platform and notifies nobody by name, whatever the message holds', async () => {
      const { send, seen, pinged } = await open();
      let sent = 0;
      await fc.assert(
        fc.asyncProperty(nastyMessage, async (nasty) => {
          sent += 1;
          await send(nasty, `d${sent}`).catch((error: unknown) => {
            throw new Error(String(error).slice(0, 500));
          });
        }),
        { numRuns: 100 },
      );
      expect(seen()).toHaveLength(sent);
      expect(pinged?.() ?? []).toEqual([]);
    });

    it('draws the same message the same way, and leaves it as it is', async () => {
      const { payloadOf } = await open();
      fc.assert(
        fc.property(nastyMessage, (nasty) => {
          const before = structuredClone(nasty);
          expect(payloadOf(nasty, 'd1')).toEqual(payloadOf(nasty, 'd1'));
          expect(nasty).toEqual(before);
        }),
        { numRuns: 20 },
      );
    });

    it('draws without credentials, for a preview', () => {
      expect(JSON.stringify(type.render(message, CONTEXT, {}))).toContain('喜迎虎年');
    });

    it('shows a long list as far as it fits, and says how many it leaves out', async () => {
      const { payloadOf } = await open();
      const posts = Array.from({ length: 100 }, (_, i) =>
        makePost({ slug: `${'long-address-'.repeat(20)}${i}`, title: `第${i}篇${'很长的标题'.repeat(30)}` }),
      );
      const drawn = JSON.stringify(payloadOf(roundupMessage(posts, 'zh', 'https://blog.example.org/'), 'd1'));
      const shown = posts.filter((_, i) => drawn.includes(`第${i}篇`)).length;
      expect(shown).toBeGreaterThan(2);
      if (shown < posts.length) expect(drawn).toContain(`另有 ${posts.length - shown} 篇`);
    });

    it('says later when nobody listens, because nothing was sent', async () => {
      const { options, payloadOf, platform } = await open();
      const nowhere = platform.origin.replace(/:\d+$/, ':9');
      const closed = JSON.parse(JSON.stringify(options).replaceAll(platform.origin, nowhere));
      const refused = testWorld({
        fetch: () =>
          Promise.reject(
            new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
          ),
      });
      const call = type
        .open(closed, refused)
        .send(payloadOf(message, 'd1'), { delivery: deliveryOf('d1'), signal: never });
      expect(await failure(call)).toMatchObject({ kind: 'later' });
    });

    it('says doubt when the connection is lost after the request, taken or not', async () => {
      for (const taken of [true, false]) {
        const { send, platform, seen } = await open();
        platform.faults.push({ type: 'drop', taken });
        expect(await failure(send(message))).toMatchObject({ kind: 'doubt' });
        expect(seen()).toHaveLength(taken ? 1 : 0);
      }
    });

    it('says doubt when it is told to stop waiting', async () => {
      const { send, platform } = await open();
      platform.faults.push({ type: 'silence', taken: true });
      const stop = new AbortController();
      const failed = failure(send(message, 'd1', stop.signal));
      await until(() => platform.requests.length > 0);
      stop.abort();
      expect(await failed).toMatchObject({ kind: 'doubt' });
    });

    it('waits as long as the platform asks when it is too fast', async () => {
      const { send, platform, seen } = await open();
      platform.faults.push(rateLimited(7));
      expect(await failure(send(message))).toMatchObject({ kind: 'later', retryAfter: 7_000 });
      await send(message);
      expect(seen()).toHaveLength(1);
    });

    it('never takes a server error for final, and does not send again by itself', async () => {
      for (const status of [500, 502, 503, 504]) {
        const { send, platform } = await open();
        platform.faults.push(httpFault(status));
        expect((await failure(send(message))).kind).not.toBe('never');
        expect(platform.requests).toHaveLength(1);
      }
    });

    it('takes a page that says 404 for final, with a hint', async () => {
      const { send, platform } = await open();
      platform.faults.push(httpFault(404));
      const error = await failure(send(message));
      expect(error.kind).toBe('never');
      expect(error.hint).toBeTruthy();
    });

    it('finds what arrived and only that, if it can be asked', async () => {
      const { channel, send } = await open();
      if (!channel.find) return;
      const sent = await send(message, 'arrived');
      const ask = (id: string) => channel.find?.({ delivery: deliveryOf(id), signal: never });
      expect(await ask('arrived')).toEqual(sent);
      expect(await ask('lost')).toBeUndefined();
    });

    it('shows a delivery that is sent twice once, if it says that is so', async () => {
      const { channel, send, seen } = await open();
      if (!channel.idempotent) return;
      await send(message, deliveryId('post', 'p1', 'c1'));
      await send(message, deliveryId('post', 'p1', 'c1'));
      expect(seen()).toHaveLength(1);
      await send(message, deliveryId('post', 'p2', 'c1'));
      expect(seen()).toHaveLength(2);
    });

    it('changes and takes away what it sent, if it can', async () => {
      const { channel, send, seen, payloadOf } = await open();
      if (!channel.update || !channel.delete) return;
      const receipt = await send(message, 'd1');
      await send({ ...message, title: '另一篇' }, 'd2');
      const changed = { ...message, title: '喜迎虎年（修订）' };
      const now = await channel.update(payloadOf(changed, 'd1'), { receipt, signal: never });
      expect(seen()).toHaveLength(2);
      expect(seen()[0]).toContain('喜迎虎年（修订）');
      await channel.delete({ receipt: now, signal: never });
      expect(seen()).toHaveLength(1);
      await channel.delete({ receipt: now, signal: never });
      expect(seen()[0]).toContain('另一篇');
    });
  });
}
