import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { verifyPushHook } from '../content/verify-push-hook.js';
import type { World } from '../world.js';

/** GitHub sends at most 25 MB; we only read the branch. */
const LONGEST_BODY = 25 * 1024 * 1024;
/** Ids of deliveries remembered against replays. */
const REMEMBERED = 1_000;

export interface PushHookOptions {
  /** `content.hookSecret`. */
  secret: string;
  /** Pushes to other branches are none of ours; undefined: any branch. */
  branch?: string;
  /** Ask the repository for news now. */
  onPush(): void;
  world: Pick<World, 'now' | 'log'>;
}

/** Push webhooks of GitHub, GitLab and Gitee, to be mounted at /hooks/git. */
export function pushHook({ secret, branch, onPush, world }: PushHookOptions): Hono {
  const seen = new Set<string>();
  const app = new Hono();
  app.post('/', bodyLimit({ maxSize: LONGEST_BODY }), async (c: Context) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const verdict = verifyPushHook({ header: (name) => c.req.header(name), body, secret, now: world.now() });
    if (!verdict.accepted) {
      world.log.warn({ reason: verdict.reason }, 'a push webhook was refused');
      return c.json({ error: { message: verdict.reason } }, 401);
    }
    const { push, delivery } = verdict;
    const repeated = delivery !== undefined && seen.has(delivery);
    if (delivery !== undefined) remember(delivery);
    const ours =
      push && !repeated && (branch === undefined || verdict.branch === undefined || verdict.branch === branch);
    if (ours) onPush();
    return c.json({ accepted: true, fetching: ours }, 202);
  });
  return app;

  function remember(delivery: string): void {
    seen.add(delivery);
    const [oldest] = seen;
    if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
  }
}
