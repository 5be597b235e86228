import { join } from 'node:path';
import type { Config } from '../config/load-config.js';
import type { DigestJob } from '../digest/digest-job.js';
import { createFeedCache } from '../digest/gather/feed-cache.js';
import { gatherMaterial, type Material } from '../digest/gather/gather-material.js';
import { createSlackReader, type SlackReader } from '../digest/gather/slack-reader.js';
import type { World } from '../world.js';

/** What a job's edition is made from besides the library: friends' feeds, releases, marked threads. */
export function gatherFor(
  job: DigestJob,
  window: { from: number; to: number },
  config: Config,
  world: World,
): Promise<Material> {
  return gatherMaterial({
    job,
    ...window,
    cache: createFeedCache(join(config.dataDir, 'feed-cache')),
    ...slackOf(job, config, world),
  });
}

/** Who reads marked threads for the job, and the Slack channels it goes to. */
function slackOf(
  job: DigestJob,
  { channels, bot }: Config,
  world: World,
): { slack?: SlackReader; slackChannels: string[] } {
  const own = channels
    .filter(({ name, type }) => type === 'slack' && job.channels.includes(name))
    .map(({ options }) => options as { token: string; apiUrl: string; channel: string });
  const account = bot.slack ?? own[0];
  return {
    slack: account && createSlackReader({ token: account.token, apiUrl: account.apiUrl, world }),
    slackChannels: own.map(({ channel }) => channel),
  };
}
