import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { webhookSchemaDocument } from '../../scripts/write-webhook-schema.js';
import type { Delivery } from '../../src/announce/delivery.js';
import { webhook } from '../../src/channels/webhook.js';
import { webhookSchema } from '../../src/channels/webhook-schema.js';
import type { Message } from '../../src/message/message.js';
import { postMessage } from '../../src/message/post-message.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { nastyMessage } from '../support/nasty-message.js';
import { nastyMessages } from '../support/nasty-posts.js';
import { testWorld } from '../support/test-world.js';
import { until } from '../support/until.js';

const DOCS = join(import.meta.dirname, '../../docs');
const CONTEXT = { language: 'zh', timezone: 'Asia/Shanghai' } as const;
const SECRET = 'whsec_c3RhbmQtaW4tcmVjZWl2ZXI=';

describe('the schema of webhooks', () => {
  const sent = (message: Message) => JSON.parse(JSON.stringify(webhook.render(message, CONTEXT, {})));

  it('is published as the code has it', () => {
    const published = readFileSync(join(DOCS, 'webhook.schema.json'), 'utf8');
    expect(JSON.parse(published)).toEqual(JSON.parse(webhookSchemaDocument()));
  });

  it('describes whatever is sent', () => {
    for (const message of Object.values(nastyMessages))
      expect(webhookSchema.parse(sent(message))).toEqual(sent(message));
    fc.assert(
      fc.property(nastyMessage, (message) => {
        expect(webhookSchema.parse(sent(message))).toEqual(sent(message));
      }),
      { numRuns: 100 },
    );
  });

  it('names every key of a message', () => {
    // The compiler sees that none is missing here. Reviews are asked for in Slack alone, and no webhook carries
    // the article.
    const keys: Record<Exclude<keyof Message, 'reviews' | 'article'>, true> = {
      ...{ kind: true, title: true, url: true, cover: true, text: true, note: true, authors: true, categories: true },
      ...{ tags: true, date: true, readingMinutes: true, lang: true, sections: true, actions: true, body: true },
      ...{ file: true, total: true },
    };
    expect(Object.keys(webhookSchema.shape.data.shape).sort()).toEqual(Object.keys(keys).sort());
  });

  it('refuses what is none of ours', () => {
    expect(webhookSchema.safeParse({ type: 'post.announced', data: { title: 'x' } }).success).toBe(false);
  });
});

describe('the receiver in the docs', () => {
  it('takes what is signed, once, and nothing else', async () => {
    const receiver = await startReceiver();
    const send = (secret: string, id: string) => {
      const options = webhook.options.parse({ url: receiver.url, secret });
      const delivery: Delivery = {
        ...makeDelivery(id),
        ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
      };
      const payload = webhook.render(postMessage(makePost({ slug: 'tiger', title: '喜迎虎年' })), CONTEXT, options);
      return webhook.open(options, testWorld()).send(payload, { delivery, signal: new AbortController().signal });
    };
    await send(SECRET, 'd1');
    await send(SECRET, 'd1');
    await send(SECRET, 'd2');
    await expect(send('whsec_YW5vdGhlcg==', 'd3')).rejects.toMatchObject({ kind: 'never' });
    await expect(send('', 'd4')).rejects.toMatchObject({ kind: 'never' });
    const line = 'post.announced: 喜迎虎年 https://blog.example.org/blog/tiger/';
    await until(() => receiver.lines().length === 2);
    expect(receiver.lines()).toEqual([line, line]);
  });
});

async function startReceiver(): Promise<{ url: string; lines(): string[] }> {
  const program: ChildProcess = spawn(process.execPath, [join(DOCS, 'examples/webhook-receiver.mjs')], {
    env: { ...process.env, WEBHOOK_SECRET: SECRET, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void program.kill());
  let printed = '';
  program.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  const url = await until(() => /^listening on (\S+)$/m.exec(printed)?.[1], 60_000);
  return { url, lines: () => printed.split('\n').filter((line) => line.includes('announced')) };
}
