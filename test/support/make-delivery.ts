import type { NewDelivery } from '../../src/engine/engine.js';
import { emptyMessage } from '../../src/message/message.js';

/** A delivery to be committed; `id` alone makes a distinct one. */
export function makeDelivery(id: string, change: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id,
    kind: 'post',
    subject: `post-${id}`,
    channel: 'community',
    message: { ...emptyMessage('post', `标题 ${id}`, 'zh-CN'), url: `https://blog.example.org/blog/${id}/` },
    ...change,
  };
}
