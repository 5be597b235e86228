import type { Commit } from '../../src/engine/engine.js';
import { makeDelivery } from './make-delivery.js';

/** A post that so many channels get. */
export function bigCommit(count: number): Commit {
  const { message } = makeDelivery('news');
  return {
    posts: [
      { ...{ id: 'news', guid: 'news', url: '/news/', path: 'news.md' }, bodyHash: 'b', cardHash: 'c', gone: false },
    ],
    deliveries: Array.from({ length: count }, (_, i) =>
      makeDelivery(`d${i}`, { subject: 'news', channel: `slack/C${i}`, message }),
    ),
  };
}
