import { describe, expect, it } from 'vitest';
import { slackSignatureFault } from '../../../src/bot/slack/slack-signature.js';
import { postAsSlack, signSlack, startSlackWorkspace } from '../../support/slack-workspace.js';
import { startSlackBot } from '../../support/start-slack-bot.js';

describe('requests to /slack/events', () => {
  it('accepts the known test vector of a signature', () => {
    const headers = {
      signature: 'v0=eee8687df07456fcf97281c24bc443672cc6c2615de8dba5f2bb6ee84ed3cf5c',
      timestamp: '1531420618',
    };
    expect(slackSignatureFault('a=1', headers, 's', 1531420618_000)).toBeUndefined();
    expect(slackSignatureFault('a=2', headers, 's', 1531420618_000)).toMatch(/signature/i);
  });

  it('answers the URL verification that Slack asks for when the address is saved', async () => {
    const { url } = await startSlackBot(await startSlackWorkspace());
    const response = await postAsSlack(url, { type: 'url_verification', challenge: 'c0ffee', token: 'x' });
    expect([response.status, await response.json()]).toEqual([200, { challenge: 'c0ffee' }]);
  });

  it.each([
    ['signed with another secret', { secret: 'guess' }],
    ['six minutes old', { ageSeconds: 360 }],
    ['six minutes ahead', { ageSeconds: -360 }],
  ])('refuses a request %s', async (_, signing) => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const body = new URLSearchParams(workspace.command('latest')).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signSlack(body, signing) };
    const response = await fetch(url, { method: 'POST', body, headers });
    expect(response.status).toBe(401);
    expect(workspace.calls).toEqual([]);
  });

  it('refuses a request that is not signed, too large, or no form', async () => {
    const { url } = await startSlackBot(await startSlackWorkspace());
    expect((await fetch(url, { method: 'POST', body: 'text=latest' })).status).toBe(401);
    const large = 'x'.repeat(1024 * 1024 + 1);
    expect((await fetch(url, { method: 'POST', body: large, headers: signSlack(large) })).status).toBe(413);
    const broken = '{"type":';
    const headers = { 'content-type': 'application/json', ...signSlack(broken) };
    expect((await fetch(url, { method: 'POST', body: broken, headers })).status).toBe(400);
  });

  it('answers the certificate check, which is not signed', async () => {
    const { url } = await startSlackBot(await startSlackWorkspace());
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await fetch(url, { method: 'POST', body: 'ssl_check=1&token=x', headers })).status).toBe(200);
  });

  it('does not take an event for answered twice when Slack sends it again', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const event = workspace.event({ type: 'app_mention', user: 'U1', channel: 'C1', text: '<@UBOT> latest' }, 'Ev42');
    const first = await postAsSlack(url, event);
    await workspace.said('chat.postEphemeral');
    const again = await postAsSlack(url, event, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' });
    const other = workspace.event({ type: 'app_mention', user: 'U1', channel: 'C1', text: '<@UBOT> tags' });
    await postAsSlack(url, other);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect((await workspace.said('chat.postEphemeral')).text).toBe('Tags');
    expect(workspace.calls).toEqual([]);
  });
});
