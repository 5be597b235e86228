import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { startDiscordServer } from '../support/discord-server.js';
import { FEISHU_SECRET, startFeishuServer } from '../support/feishu-server.js';
import { markdownPost } from '../support/markdown-post.js';
import { runPostrider, startPostrider } from '../support/postrider.js';
import { startTelegramServer, TELEGRAM_CHAT, TELEGRAM_TOKEN } from '../support/telegram-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';
import { startWecomServer, WECOM_KEY } from '../support/wecom-server.js';

async function community() {
  const folder = tempFolder();
  const platforms = {
    wecom: await startWecomServer(),
    feishu: await startFeishuServer(),
    discord: await startDiscordServer(),
    telegram: await startTelegramServer(),
  };
  const { wecom, feishu, discord, telegram } = platforms;
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org }
content: { path: content, permalink: "/blog/{slug}/" }
announce: { deletes: delete }
channels:
  - { name: w, type: wecom, webhook: "${wecom.webhook}" }
  - { name: f, type: feishu, webhook: "${feishu.webhook}", secret: ${FEISHU_SECRET} }
  - { name: d, type: discord, webhook: "${discord.webhook}" }
  - { name: t, type: telegram, token: "${TELEGRAM_TOKEN}", chat: "${TELEGRAM_CHAT}", apiUrl: "${telegram.apiUrl}" }
`,
  );
  folder.write('content/first.md', markdownPost('早就有的文章'));
  return { ...platforms, folder };
}

describe('the chat channels, in a running Postrider', () => {
  it('get a new post once each; its edits and its end follow where the platform can', async () => {
    const { folder, wecom, feishu, discord, telegram } = await community();
    const all = [wecom, feishu, discord, telegram];
    await startPostrider(folder.path);
    folder.write('content/news.md', markdownPost('新文，有错别子'));
    await until(() => all.every(({ messages }) => messages.length === 1), 60_000);
    for (const { messages } of all) expect(JSON.stringify(messages)).toContain('有错别子');

    folder.write('content/news.md', markdownPost('新文，没有错别字'));
    const changed = [discord, telegram];
    await until(() => changed.every(({ messages }) => JSON.stringify(messages).includes('没有错别字')), 60_000);
    for (const { messages } of changed) expect(JSON.stringify(messages)).not.toContain('有错别子');

    folder.remove('content/news.md');
    await until(() => changed.every(({ messages }) => messages.length === 0), 60_000);
    expect([wecom.messages.length, feishu.messages.length]).toEqual([1, 1]);
  });

  it('are checked by the doctor, who never prints a secret', async () => {
    const { folder, telegram } = await community();
    telegram.bot = { status: 'kicked' };
    const { code, stdout, stderr } = await runPostrider(folder.path, ['doctor']);
    expect(stdout).toContain('Discord knows the webhook (社区公告)');
    expect(stdout).toContain('@postrider_bot is not in 社区公告; add the bot to the chat');
    expect(code).toBe(1);
    for (const secret of [WECOM_KEY, FEISHU_SECRET, TELEGRAM_TOKEN]) expect(stdout + stderr).not.toContain(secret);
  });

  it.each(['docs/channels.md', 'docs/channels.zh-CN.md'])('are configured as %s says', async (guide) => {
    const text = readFileSync(join(import.meta.dirname, '../..', guide), 'utf8');
    const configs = [...text.matchAll(/```yaml\n(channels:\n[^`]*type: (\w+)[^`]*)```/g)].filter(
      ([, config]) => !config?.includes('# …') && !config?.includes('# ……'),
    );
    expect(configs.map(([, , type]) => type)).toEqual(
      expect.arrayContaining(['wecom', 'feishu', 'discord', 'telegram']),
    );
    for (const [, config = ''] of configs) {
      const folder = tempFolder();
      folder.write('postrider.yaml', config);
      expect((await loadConfig({ cwd: folder.path, env: {}, secretsOptional: true })).channels).toHaveLength(1);
    }
  });
});
