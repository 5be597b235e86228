import { describe, expect, it } from 'vitest';
import { slackManifest } from '../../../src/bot/slack/slack-manifest.js';
import { configSchema } from '../../../src/config/schema.js';

const site = { title: 'SOFAStack 社区博客', url: 'https://www.sofastack.tech', language: 'zh-CN' };
const slack = { token: 'xoxb-1', signingSecret: 's', command: '/sofa' };
const manifest = (config: object, url?: string, questions = false) =>
  slackManifest(configSchema.parse(config) as never, { ...(url && { url }), questions });
const scopesOf = (config: object, questions = false) =>
  manifest(config, 'https://rider.example.org', questions).oauth_config?.scopes?.bot;

describe('the manifest of the Slack app', () => {
  it('sends everything to the one address when there is one', () => {
    const { features, settings } = manifest({ site, bot: { slack } }, 'https://rider.example.org/');
    const url = 'https://rider.example.org/slack/events';
    expect(features?.slash_commands).toMatchObject([{ command: '/sofa', url }]);
    expect(settings).toMatchObject({
      event_subscriptions: { request_url: url },
      interactivity: { is_enabled: true, request_url: url },
      socket_mode_enabled: false,
    });
  });

  it('uses Socket Mode, without addresses, when there is an app token or nowhere to send to', () => {
    const withToken = manifest({ site, bot: { slack: { ...slack, appToken: 'xapp-1' } } }, 'https://rider.example.org');
    for (const { features, settings } of [withToken, manifest({ site })]) {
      expect(settings?.socket_mode_enabled).toBe(true);
      expect(JSON.stringify([features, settings])).not.toMatch(/https?:\/\/rider|undefined/);
    }
  });

  it('asks for the scopes that are used, and no others', () => {
    const always = [
      'chat:write',
      'chat:write.public',
      'commands',
      'app_mentions:read',
      'im:history',
      'channels:history',
      'groups:history',
    ];
    expect(scopesOf({ site: { title: 'No site' } })).toEqual(always);
    expect(scopesOf({ site })).toEqual([...always, 'links:read', 'links:write']);
    expect(scopesOf({ site, bot: { mayChange: 'members' } })).toEqual([
      ...always,
      'links:read',
      'links:write',
      'users:read',
    ]);
    expect(scopesOf({ site }, true)).toEqual([...always, 'links:read', 'links:write', 'reactions:read', 'users:read']);
  });

  it('unfurls the site’s own domain, if it is one', () => {
    expect(manifest({ site }).features?.unfurl_domains).toEqual(['www.sofastack.tech']);
    for (const url of ['http://127.0.0.1:8080', 'http://localhost:1313']) {
      const local = manifest({ site: { ...site, url } });
      expect(local.features).not.toHaveProperty('unfurl_domains');
      expect(local.settings?.event_subscriptions?.bot_events).not.toContain('link_shared');
    }
  });

  it.each(['zh-CN', 'en'])('keeps Slack’s limits in %s, whatever the title', (language) => {
    const { display_information: shown, features } = manifest({
      site: { ...site, language, title: '很长的标题'.repeat(20) },
    });
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description?.length).toBeLessThanOrEqual(140);
    expect(shown.long_description?.length).toBeGreaterThanOrEqual(174);
    expect(shown.long_description?.length).toBeLessThanOrEqual(4000);
    for (const shortcut of features?.shortcuts ?? []) {
      expect(shortcut.name.length).toBeLessThanOrEqual(24);
      expect(shortcut.description.length).toBeLessThanOrEqual(150);
    }
    expect(features?.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });
});
