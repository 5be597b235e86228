import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyPushHook } from '../../src/content/verify-push-hook.js';

const NOW = Date.UTC(2022, 1, 3);

function verify(headers: Record<string, string>, body: string, secret: string, now = NOW) {
  return verifyPushHook({ header: (name) => headers[name], body: Buffer.from(body), secret, now });
}

describe("GitHub's webhook", () => {
  const secret = "It's a Secret to Everybody";
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

  it("accepts the documentation's own example", () => {
    const headers = { 'x-hub-signature-256': signature, 'x-github-event': 'push', 'x-github-delivery': 'd-1' };
    expect(verify(headers, 'Hello, World!', secret)).toEqual({
      accepted: true,
      provider: 'github',
      push: true,
      delivery: 'd-1',
    });
  });

  it('refuses another body, another secret, and no signature', () => {
    const headers = { 'x-hub-signature-256': signature, 'x-github-event': 'push' };
    expect(verify(headers, 'Hello, World?', secret)).toMatchObject({ accepted: false });
    expect(verify(headers, 'Hello, World!', 'guess')).toMatchObject({ accepted: false });
    expect(verify({ 'x-github-event': 'push' }, 'Hello, World!', secret)).toMatchObject({
      accepted: false,
      reason: 'the request is not signed; give the webhook the secret of content.hookSecret',
    });
  });

  it.each(['{"ref":"refs/heads/main"}', `payload=${encodeURIComponent('{"ref":"refs/heads/main"}')}`])(
    'knows the branch of %s, and a ping from a push',
    (body) => {
      const signed = { 'x-hub-signature-256': `sha256=${createHmac('sha256', 's').update(body).digest('hex')}` };
      expect(verify({ ...signed, 'x-github-event': 'push' }, body, 's')).toMatchObject({ push: true, branch: 'main' });
      expect(verify({ ...signed, 'x-github-event': 'ping' }, body, 's')).toMatchObject({ accepted: true, push: false });
    },
  );
});

describe("GitLab's webhook", () => {
  it('accepts the secret token and refuses another', () => {
    const headers = { 'x-gitlab-token': 'token', 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': 'u-1' };
    expect(verify(headers, '{"ref":"refs/heads/dev"}', 'token')).toEqual({
      accepted: true,
      provider: 'gitlab',
      push: true,
      branch: 'dev',
      delivery: 'u-1',
    });
    expect(verify(headers, '{}', 'other')).toEqual({ accepted: false, reason: 'the GitLab token does not match' });
  });

  const sign = (key: Buffer | string, time: number, body: string) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(time / 1000),
    'webhook-signature': `v1,AAAA v1,${createHmac('sha256', key)
      .update(`msg_1.${time / 1000}.${body}`)
      .digest('base64')}`,
    'x-gitlab-event': 'Push Hook',
  });

  it.each([
    ['as it stands', 'whsec_c2VjcmV0', 'whsec_c2VjcmV0'],
    ['decoded', 'whsec_c2VjcmV0', 'secret'],
    ['without the prefix', 'plain', 'plain'],
  ])('accepts a signing token whose key is taken %s', (_, secret, key) => {
    expect(verify(sign(key, NOW, '{}'), '{}', secret)).toMatchObject({
      accepted: true,
      provider: 'gitlab',
      delivery: 'msg_1',
    });
  });

  it('refuses an old one and one from the future', () => {
    expect(verify(sign('k', NOW - 301_000, '{}'), '{}', 'k')).toMatchObject({ accepted: false });
    expect(verify(sign('k', NOW + 301_000, '{}'), '{}', 'k')).toMatchObject({ accepted: false });
    expect(verify({ ...sign('k', NOW, '{}'), 'webhook-timestamp': 'now' }, '{}', 'k')).toMatchObject({
      accepted: false,
    });
  });
});

describe("Gitee's webhook", () => {
  // The signature for this time and secret is DingTalk's documented scheme, which Gitee shares.
  const time = 1_577_262_236_757;
  const secret = 'this is a secret';
  const signature = 'DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=';
  const headers = { 'x-gitee-event': 'Push Hook', 'x-gitee-timestamp': String(time) };

  it.each([signature, encodeURIComponent(signature), secret])('accepts the token %s', (token) => {
    const verdict = verify({ ...headers, 'x-gitee-token': token }, '{"ref":"refs/heads/master"}', secret, time + 1000);
    expect(verdict).toEqual({ accepted: true, provider: 'gitee', push: true, branch: 'master' });
  });

  it('refuses a signature more than an hour off, a wrong one and none', () => {
    expect(verify({ ...headers, 'x-gitee-token': signature }, '{}', secret, time + 3_600_001)).toMatchObject({
      accepted: false,
    });
    expect(verify({ ...headers, 'x-gitee-token': 'x' }, '{}', secret, time)).toMatchObject({ accepted: false });
    expect(verify(headers, '{}', secret, time)).toMatchObject({ accepted: false });
  });
});

it('refuses everything while no secret is configured', () => {
  expect(verify({ 'x-gitlab-token': '' }, '{}', '')).toEqual({
    accepted: false,
    reason: 'no content.hookSecret is configured',
  });
});

it('refuses what is no webhook', () => {
  expect(verify({}, '{}', 's')).toEqual({ accepted: false, reason: 'this is no webhook of GitHub, GitLab or Gitee' });
});
