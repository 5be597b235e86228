import { expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../../../src/engine/engine.js';
import { openEngineAt } from '../../support/engine-address.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { startRedisServer } from '../../support/redis-server.js';

const { message } = makeDelivery('a');
const long = (text: string) => ({ ...message, text });

async function open() {
  const { url, client } = await startRedisServer();
  let now = 1_000_000;
  const engine: Engine = await openEngineAt({ type: 'redis', url, prefix: 'p' }, { now: () => now });
  onTestFinished(() => engine.close());
  /** The texts of all messages that Redis holds, and how many deliveries show each. */
  const held = async () => {
    const messages = Object.entries(await client.hgetall('p:ledger:messages'));
    const uses = await client.hgetall('p:ledger:messages:uses');
    return messages.map(([key, json]) => `${uses[key]} × ${JSON.parse(json).text ?? 'title'}`).toSorted();
  };
  const later = (at: number) => {
    now = at;
  };
  return { ...engine, held, later };
}

it('lets a message go with the last delivery that shows it', async () => {
  const { ledger, held, later } = await open();
  await ledger.commit({
    deliveries: [
      makeDelivery('a', { message: long('shared') }),
      makeDelivery('b', { message: long('shared'), channel: 'other' }),
      makeDelivery('c', { message: long('own') }),
    ],
  });
  expect(await held()).toEqual(['1 × own', '2 × shared']);
  for (const id of ['a', 'c']) await ledger.transition(id, { type: 'skip', fault: { message: 'looked' } });
  later(2_000_000);
  expect(await ledger.trim(1_500_000, 10)).toBe(3);
  expect(await held()).toEqual(['1 × shared', '2 × title']);
  expect((await ledger.delivery('b'))?.message).toEqual(long('shared'));
});

it('counts right when messages change, when a commit brings nothing new, and when a store is filled again', async () => {
  const { ledger, archive, held } = await open();
  const two = [makeDelivery('a', { message: long('first') }), makeDelivery('b', { message: long('first') })];
  await ledger.commit({ deliveries: two });
  await ledger.commit({ deliveries: two.map((each) => ({ ...each, message: long('never used') })) });
  expect(await held()).toEqual(['2 × first']);
  const edit = { subject: 'post-a', message: long('edited'), dueAt: 1, keepSent: false };
  await ledger.commit({ revisions: [edit] });
  expect(await held()).toEqual(['1 × edited', '1 × first']);

  const delivery = await ledger.delivery('b');
  if (!delivery) throw new Error('unreachable');
  for (const text of ['first', 'carried', 'carried']) {
    await archive.write([{ kind: 'delivery', delivery: { ...delivery, message: long(text) } }]);
    expect(await held()).toEqual([`1 × ${text}`, '1 × edited'].toSorted());
  }
});
