import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../src/channels/channel.js';
import { type FilePayload, file } from '../../src/channels/file.js';
import { emptyMessage, type Message } from '../../src/message/message.js';
import { postMessage } from '../../src/message/post-message.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

const CONTEXT = { language: 'zh', timezone: 'Asia/Shanghai', deliveryId: '0123456789abcdef' } as const;
const signal = new AbortController().signal;
const draw = (message: Message) => file.render(message, CONTEXT, {});

function open() {
  const { path } = tempFolder();
  const channel = file.open({ path }, testWorld());
  const delivery = {
    ...makeDelivery('d1'),
    state: 'sending',
    attempts: 1,
    dueAt: 0,
    createdAt: 0,
    updatedAt: 0,
  } as const;
  return { path, channel, send: (payload: FilePayload) => channel.send(payload, { delivery, signal }) };
}

describe('the channel file', () => {
  it('writes a post as Markdown that shows just what the author wrote', () => {
    const post = makePost({
      title: 'List<T> [进阶]*',
      tags: ['MOSN'],
      date: '2022-02-03T15:00:00+08:00',
      cover: undefined,
    });
    const { path, text } = draw({ ...postMessage(post), text: '第一段_不是斜体_' });
    expect(path).toBe('2022-02-03-List-T-进阶-01234567.md');
    expect(text).toContain(`# [List\\<T> [进阶]\\*](${post.url})`);
    expect(text).toContain('第一段_不是斜体\\_');
    expect(text).toContain('标签：MOSN');
  });

  it('writes any title: names have an end', async () => {
    const { path, send } = open();
    await send(draw(postMessage(makePost({ title: '很长的标题'.repeat(80) }))));
    const [name = ''] = readdirSync(path);
    expect(name).toMatch(/^2022-02-03-(很长的标题)+-01234567\.md$/);
  });

  it('writes an edition with its whole text', () => {
    const { text } = draw({
      ...emptyMessage('edition', '第 5 期', 'zh-CN'),
      body: '大家好\n\n- [一](https://a.example/)\n',
    });
    expect(text).toBe('# 第 5 期\n\n大家好\n\n- [一](https://a.example/)\n');
  });

  it('writes an article as it is', () => {
    const article = { path: 'weekly-2022-w05/index.md', text: '---\ntitle: x\n---\n' };
    expect(draw({ ...emptyMessage('edition', 'x', 'zh-CN'), file: article })).toEqual(article);
  });

  it('makes one file of a delivery however often it is sent, changes it in place and takes it back', async () => {
    const { path, channel, send } = open();
    const receipt = await send({ path: 'a/b.md', text: 'one' });
    await send({ path: 'a/b.md', text: 'one' });
    expect(readdirSync(join(path, 'a'))).toEqual(['b.md']);
    const updated = await channel.update?.({ path: 'a/other-title.md', text: 'two' }, { receipt, signal });
    expect(updated).toEqual({ path: 'a/b.md' });
    expect(readFileSync(join(path, 'a/b.md'), 'utf8')).toBe('two');
    await channel.delete?.({ receipt, signal });
    expect(readdirSync(join(path, 'a'))).toEqual([]);
  });

  it('never writes outside its folder, and tries later when the folder cannot be written', async () => {
    const { send } = open();
    await expect(send({ path: '../out.md', text: '' })).rejects.toMatchObject({ kind: 'never' });
    const { path, send: again } = open();
    await again({ path: 'taken', text: '' });
    const failure = await again({ path: 'taken/below.md', text: '' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ChannelError);
    expect(failure).toMatchObject({ kind: 'later', message: expect.stringContaining(path) });
  });
});
