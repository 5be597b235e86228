import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Gitee signs a millisecond time that may be this far off; open.gitee.com webhook documentation. */
const GITEE_WINDOW = 60 * 60_000;
/** Standard Webhooks (GitLab's signing tokens): five minutes; standardwebhooks.com, "timestamp". */
const STANDARD_WINDOW = 5 * 60_000;

export interface PushHookRequest {
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
  /** The body, byte for byte. */
  body: Uint8Array;
  /** `content.hookSecret`. */
  secret: string;
  /** Milliseconds since the epoch. */
  now: number;
}

export type PushHookVerdict =
  | {
      accepted: true;
      provider: 'github' | 'gitlab' | 'gitee';
      /** False for a ping, a comment, …: nothing to fetch. */
      push: boolean;
      /** The branch that was pushed, when the body says. */
      branch?: string;
      /** The provider's id of this delivery; one that came before is a replay. */
      delivery?: string;
    }
  | {
      accepted: false;
      /** For the log; says nothing about the secret. */
      reason: string;
    };

/**
 * Whether a push webhook is from who it says: GitHub (also Gitea, Forgejo), GitLab with a secret token or a signing
 * token, Gitee with a password or a signature.
 */
export function verifyPushHook(request: PushHookRequest): PushHookVerdict {
  const { header, secret } = request;
  if (secret === '') return refuse('no content.hookSecret is configured');
  const github = header('x-hub-signature-256');
  if (header('x-gitee-event') !== undefined || header('x-gitee-token') !== undefined) return verifyGitee(request);
  // A hook of GitLab's may carry both; either will do.
  const token = header('x-gitlab-token');
  if (header('webhook-signature') !== undefined && !same(token ?? '', secret)) return verifyStandard(request);
  if (token !== undefined) return verifyGitlabToken(request);
  if (github !== undefined) return verifyGithub(request, github);
  if (header('x-github-event') !== undefined || header('x-gitlab-event') !== undefined) {
    return refuse('the request is not signed; give the webhook the secret of content.hookSecret');
  }
  return refuse('this is no webhook of GitHub, GitLab or Gitee');
}

/** `sha256=<hex HMAC of the body>`; docs.github.com, "Validating webhook deliveries". */
function verifyGithub({ header, body, secret }: PushHookRequest, signature: string): PushHookVerdict {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  if (!same(signature.trim().toLowerCase(), expected)) return refuse('the GitHub signature does not match');
  return accept('github', header('x-github-event'), body, header('x-github-delivery'));
}

/** The secret itself in a header; docs.gitlab.com, "Webhooks". */
function verifyGitlabToken({ header, body, secret }: PushHookRequest): PushHookVerdict {
  if (!same(header('x-gitlab-token') ?? '', secret)) return refuse('the GitLab token does not match');
  return accept('gitlab', header('x-gitlab-event'), body, header('x-gitlab-event-uuid'));
}

/** GitLab's signing tokens: `v1,<base64 HMAC of id.timestamp.body>`, several separated by spaces. */
function verifyStandard({ header, body, secret, now }: PushHookRequest): PushHookVerdict {
  const id = header('webhook-id') ?? '';
  const timestamp = header('webhook-timestamp') ?? '';
  if (!(Math.abs(now - Number(timestamp) * 1000) <= STANDARD_WINDOW))
    return refuse('the webhook is too old or from the future');
  // The key of a `whsec_` secret is what its base64 says; whether GitLab decodes is not documented, so both are tried.
  const keys = [Buffer.from(secret), ...(secret.startsWith('whsec_') ? [Buffer.from(secret.slice(6), 'base64')] : [])];
  const signatures = (header('webhook-signature') ?? '').split(' ').map((each) => each.replace(/^v1,/, ''));
  const matches = keys.some((key) => {
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    return signatures.some((signature) => same(signature, expected));
  });
  if (!matches) return refuse('the webhook signature does not match');
  return accept('gitlab', header('x-gitlab-event'), body, id);
}

/** The password itself, or base64 of HMAC(secret, `timestamp\nsecret`), perhaps URL-encoded; gitee.com, "WebHook 签名". */
function verifyGitee({ header, body, secret, now }: PushHookRequest): PushHookVerdict {
  const token = header('x-gitee-token') ?? '';
  const timestamp = header('x-gitee-timestamp') ?? '';
  if (!same(token, secret)) {
    const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    if (!same(token, expected) && !same(decode(token), expected)) return refuse('the Gitee token does not match');
    if (!(Math.abs(now - Number(timestamp)) <= GITEE_WINDOW))
      return refuse('the Gitee signature is too old or from the future');
  }
  return accept('gitee', header('x-gitee-event'), body);
}

function accept(
  provider: 'github' | 'gitlab' | 'gitee',
  event: string | undefined,
  body: Uint8Array,
  delivery?: string,
): PushHookVerdict {
  const branch = branchOf(body);
  return {
    accepted: true,
    provider,
    push: /push/i.test(event ?? ''),
    ...(branch !== undefined && { branch }),
    ...(delivery !== undefined && { delivery }),
  };
}

function refuse(reason: string): PushHookVerdict {
  return { accepted: false, reason };
}

/** `refs/heads/main` of the payload, which is JSON or a form with it (GitHub). */
function branchOf(body: Uint8Array): string | undefined {
  const text = Buffer.from(body).toString('utf8');
  const json = text.startsWith('payload=') ? (new URLSearchParams(text).get('payload') ?? '') : text;
  try {
    const { ref } = JSON.parse(json) as { ref?: unknown };
    return typeof ref === 'string' ? /^refs\/heads\/(.+)$/.exec(ref)?.[1] : undefined;
  } catch {
    return undefined; // the sender is who it should be, and a fetch does no harm
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // percent signs that encode nothing
  }
}

/** Equal, in a time that tells nothing about where they differ. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
