import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/app/diagnose.js';
import { loadConfig } from '../../src/config/load-config.js';
import { startDiscordServer } from '../support/discord-server.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { startTelegramServer, TELEGRAM_TOKEN } from '../support/telegram-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';
import { startWecomServer } from '../support/wecom-server.js';

async function findings(channels: string[]) {
  const folder = tempFolder();
  folder.write('postrider.yaml', ['content: { path: content }', 'channels:', ...channels].join('\n'));
  folder.write('content/a.md', '---\ntitle: 一篇\ndate: 2022-01-31\n---\n正文\n');
  const config = await loadConfig({ cwd: folder.path, env: {} });
  const all = await diagnose(config, testWorld());
  return all.filter(({ what }) => what.startsWith('channel '));
}

describe('the doctor', () => {
  it('asks each platform that can be asked what it thinks of a channel, and sends nothing', async () => {
    const [slack, discord, telegram, wecom] = [
      await startSlackServer(),
      await startDiscordServer(),
      await startTelegramServer(),
      await startWecomServer(),
    ];
    expect(
      await findings([
        `  - { name: s, type: slack, token: ${SLACK_TOKEN}, channel: C0123456, apiUrl: "${slack.apiUrl}" }`,
        `  - { name: d, type: discord, webhook: "${discord.webhook}" }`,
        `  - { name: t, type: telegram, token: "${TELEGRAM_TOKEN}", chat: -1001234567890, apiUrl: "${telegram.apiUrl}" }`,
        `  - { name: w, type: wecom, webhook: "${wecom.webhook}" }`,
      ]),
    ).toEqual([
      { what: 'channel s', verdict: 'ok', detail: 'Slack knows the token (? in ?)' },
      { what: 'channel d', verdict: 'ok', detail: 'Discord knows the webhook (社区公告)' },
      {
        what: 'channel t',
        verdict: 'ok',
        detail: 'Telegram knows the bot (@postrider_bot), which may write in 社区公告',
      },
    ]);
    for (const platform of [slack, discord, telegram, wecom]) expect(platform.messages).toEqual([]);
  });

  it('says what is wrong with a channel and how to mend it', async () => {
    const [slack, telegram] = [await startSlackServer(), await startTelegramServer()];
    telegram.bot = { status: 'left' };
    expect(
      await findings([
        `  - { name: s, type: slack, token: xoxb-wrong, channel: C0123456, apiUrl: "${slack.apiUrl}" }`,
        `  - { name: t, type: telegram, token: "${TELEGRAM_TOKEN}", chat: "@postrider_news", apiUrl: "${telegram.apiUrl}" }`,
        '  - { name: d, type: discord, webhook: "http://127.0.0.1:2/api/webhooks/1/token" }',
      ]),
    ).toEqual([
      {
        what: 'channel s',
        verdict: 'fault',
        detail: 'Slack refuses the token: invalid_auth',
        hint: 'copy the Bot User OAuth Token from OAuth & Permissions of your Slack app',
      },
      {
        what: 'channel t',
        verdict: 'fault',
        detail: '@postrider_bot is not in 社区公告',
        hint: 'add the bot to the chat; in a channel, as an admin who may post',
      },
      {
        what: 'channel d',
        verdict: 'fault',
        detail: 'Discord cannot be reached (ECONNREFUSED)',
        hint: 'check the address and the network',
      },
    ]);
  });
});
