import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gitOrigin } from '../support/git-origin.js';
import { markdownPost } from '../support/markdown-post.js';
import { startPostrider } from '../support/postrider.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const SECRET = 'a-hook-secret';

function hook(url: string, secret: string, delivery: string) {
  const body = JSON.stringify({ ref: 'refs/heads/main' });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'x-github-event': 'push', 'x-github-delivery': delivery, 'x-hub-signature-256': signature };
  return fetch(`${url}/hooks/git`, { method: 'POST', body, headers });
}

async function followed() {
  const [origin, folder] = [gitOrigin(), tempFolder()];
  origin.commit({ 'content/blog/first.md': markdownPost('第一篇'), 'README.md': '# not a post\n' });
  folder.write(
    'postrider.yaml',
    `site: { url: "https://blog.example.org" }
content: { repository: "${origin.url}", permalink: "/blog/{slug}/", poll: 1h, hookSecret: ${SECRET} }
channels: [{ name: terminal, type: console }]`,
  );
  return { origin, folder };
}

describe('a content repository', () => {
  it('is cloned, and read again at a signed push; a renamed post is no news', async () => {
    const { origin, folder } = await followed();
    const running = await startPostrider(folder.path);
    const titles = async () => {
      const { posts } = (await (await fetch(`${running.url}/api/posts`)).json()) as { posts: { title: string }[] };
      return posts.map(({ title }) => title);
    };
    expect(await titles()).toEqual(['第一篇']);

    origin.commit({ 'content/blog/second.md': markdownPost('第二篇') });
    origin.rename('content/blog/first.md', 'content/blog/renamed.md');
    expect(await hook(running.url, SECRET, 'push-1')).toMatchObject({ status: 202 });
    await until(() => running.output.stdout.includes('新文章：第二篇'), 15_000);
    await sleep(1_000);
    expect(running.output.stdout.match(/新文章/g)).toHaveLength(1);
    expect((await titles()).sort()).toEqual(['第一篇', '第二篇']);
  });

  it('is not asked by a push that is not signed with the secret, nor twice by the same one', async () => {
    const { folder } = await followed();
    const { url } = await startPostrider(folder.path);
    expect(await hook(url, 'another secret', 'push-1')).toMatchObject({ status: 401 });
    expect(await (await hook(url, SECRET, 'push-1')).json()).toMatchObject({ fetching: true });
    expect(await (await hook(url, SECRET, 'push-1')).json()).toMatchObject({ fetching: false });
  });

  it('serves from its clone while the remote does not answer', async () => {
    const { origin, folder } = await followed();
    const first = await startPostrider(folder.path);
    await first.stop();
    rmSync(origin.path, { recursive: true });
    const { url, output } = await startPostrider(folder.path);
    expect(await (await fetch(`${url}/api/posts`)).json()).toMatchObject({ posts: [{ title: '第一篇' }] });
    expect(output.stderr).toContain('the repository does not answer; going on with the clone there is');
  });
});
