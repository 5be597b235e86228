import { deliveryId } from '../../src/announce/delivery.js';
import type { NewDelivery } from '../../src/engine/engine.js';
import { emptyMessage } from '../../src/message/message.js';

/** One post for every destination. */
export function postFor(post: number, destinations: number): NewDelivery[] {
  const subject = `posts/practice-${post}`;
  const message = {
    ...emptyMessage('post', `MOSN 在生产环境的第 ${post} 次实践`, 'zh-CN'),
    url: `https://blog.example.org/blog/practice-${post}/`,
    text: '注册中心与服务网格如何一起落地，性能提升了多少，又踩过哪些坑。'.repeat(8),
  };
  return Array.from({ length: destinations }, (_, i) => {
    const channel = `slack/C${String(i).padStart(8, '0')}`;
    return { id: deliveryId('post', subject, channel), kind: 'post', subject, channel, message };
  });
}

/** The HTTP call of both sides. */
export async function send(url: string, { id, channel, message }: Pick<NewDelivery, 'id' | 'channel' | 'message'>) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ id, channel, text: message.title, link: message.url, excerpt: message.text }),
  });
  return ((await response.json()) as { ts: string }).ts;
}
