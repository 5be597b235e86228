import { access, constants } from 'node:fs/promises';
import { ChannelError } from '../channels/channel.js';
import { loadChannelType } from '../channels/index.js';
import { checkSlackChannel } from '../channels/slack/check-slack.js';
import type { Config } from '../config/load-config.js';
import { checkRedis } from '../engine/redis/check-redis.js';
import type { World } from '../world.js';
import { addressesOf } from './addresses.js';
import { configuredJobs } from './configured-jobs.js';
import { type Content, openContent } from './open-content.js';
import { openEngine } from './open-engine.js';

/** One thing looked at. `hint` says how to mend a fault or warning. */
export interface Finding {
  what: string;
  verdict: 'ok' | 'warning' | 'fault';
  detail: string;
  hint?: string;
}

/** A request of a check may take this long, in ms. */
const TIMEOUT = 5_000;
/** Slack refuses requests whose time is off by more than five minutes; DingTalk allows an hour. In ms. */
const MOST_SKEW = 60_000;

/** Looks at everything an installation depends on. Sends nothing to a channel. */
export async function diagnose(config: Config, world: World): Promise<Finding[]> {
  const network = await checkNetwork(config, world);
  return [
    { what: 'config', verdict: 'ok', detail: config.file ?? 'no postrider.yaml; running on the defaults' },
    await checkDataDir(config),
    await checkContent(config, world),
    await checkEngine(config, world),
    ...(config.engine.type === 'redis' ? await checkRedisServer(config.engine.url) : []),
    ...(await checkJobs(config)),
    ...(await checkChannels(config, world)),
    ...(await checkReviewChannels(config, world)),
    ...network,
  ];
}

async function checkDataDir({ dataDir }: Config): Promise<Finding> {
  try {
    await access(dataDir, constants.W_OK);
    return { what: 'dataDir', verdict: 'ok', detail: dataDir };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { what: 'dataDir', verdict: 'ok', detail: `${dataDir} (made at the first start)` };
    }
    return {
      what: 'dataDir',
      verdict: 'fault',
      detail: `${dataDir} is not writable`,
      hint: 'let this user write there, or set dataDir',
    };
  }
}

async function checkContent(config: Config, world: World): Promise<Finding> {
  let content: Content | undefined;
  try {
    content = await openContent(config, addressesOf(config), world, false);
    const { posts, problems } = await content.scan();
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const detail = `${posts.length} posts in ${content.folder}, ${errors} files with errors`;
    if (posts.length === 0)
      return { what: 'content', verdict: 'warning', detail, hint: 'check content.path and content.include' };
    return {
      what: 'content',
      verdict: errors > 0 ? 'warning' : 'ok',
      detail,
      hint: errors > 0 ? '`postrider lint` shows them' : undefined,
    };
  } catch (error) {
    return {
      what: 'content',
      verdict: 'fault',
      detail: messageOf(error),
      hint: 'check content.path in postrider.yaml',
    };
  } finally {
    await content?.close();
  }
}

async function checkEngine(config: Config, world: World): Promise<Finding> {
  try {
    const engine = await openEngine(config, world);
    try {
      await engine.ping();
      return { what: 'engine', verdict: 'ok', detail: engine.type };
    } finally {
      await engine.close();
    }
  } catch (error) {
    const hint = error instanceof Error && 'hint' in error ? String(error.hint) : undefined;
    return { what: 'engine', verdict: 'fault', detail: messageOf(error), hint };
  }
}

async function checkRedisServer(url: string): Promise<Finding[]> {
  const findings = await checkRedis(url);
  return findings.map(({ severity, message, hint }) => ({
    what: 'redis',
    verdict: severity === 'warning' ? 'warning' : 'fault',
    detail: message,
    hint,
  }));
}

async function checkJobs(config: Config): Promise<Finding[]> {
  const { jobs, problems } = await configuredJobs(config);
  return [
    { what: 'jobs', verdict: 'ok', detail: jobs.map(({ name }) => name).join(', ') || 'none' },
    ...problems.map(
      ({ file, line, message, hint, severity }): Finding => ({
        what: `${file}:${line}`,
        verdict: severity === 'error' ? 'fault' : 'warning',
        detail: message,
        hint,
      }),
    ),
  ];
}

/** Every channel whose platform can be asked without sending anything, and the Slack bot. */
async function checkChannels({ channels, bot }: Config, { fetch }: World): Promise<Finding[]> {
  const asked = [
    ...channels.map(({ name, kind, options }) => ({ what: `channel ${name}`, kind, options })),
    ...(bot.slack ? [{ what: 'bot.slack', kind: await loadChannelType('slack'), options: bot.slack }] : []),
  ];
  const findings = await Promise.all(
    asked.map(async ({ what, kind, options }): Promise<Finding[]> => {
      const { check } = kind ?? {};
      return check ? [await asking(what, (signal) => check(options, { fetch, signal }))] : [];
    }),
  );
  return findings.flat();
}

/** A draft that nobody can see is approved by nobody. */
async function checkReviewChannels(config: Config, { fetch }: World): Promise<Finding[]> {
  const { jobs } = await configuredJobs(config);
  const { slack } = config.bot;
  return Promise.all(
    jobs.flatMap(({ name, approve, reviewChannel }) => {
      if (!approve || reviewChannel === undefined || !slack) return [];
      const ask = (signal: AbortSignal) => checkSlackChannel(reviewChannel, slack, { fetch, signal });
      return [asking(`review channel of ${name}`, ask)];
    }),
  );
}

async function asking(what: string, ask: (signal: AbortSignal) => Promise<string>): Promise<Finding> {
  try {
    return { what, verdict: 'ok', detail: await ask(AbortSignal.timeout(TIMEOUT)) };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return { what, verdict: 'fault', detail: error.message, hint: error.hint ?? 'check the network and the address' };
  }
}

/** Every host messages go to: whether it answers, and whether its clock agrees with ours. */
async function checkNetwork({ channels, bot }: Config, { fetch, now }: World): Promise<Finding[]> {
  const addresses = [
    ...channels.flatMap(({ options }) => Object.values(options)),
    bot.slack?.apiUrl,
    bot.dingtalk?.apiUrl,
  ];
  const origins = new Set(
    addresses
      .filter((value): value is string => typeof value === 'string' && URL.canParse(value))
      .map((value) => new URL(value))
      .filter(({ protocol }) => /^https?:$/.test(protocol))
      .map(({ origin }) => origin),
  );
  return Promise.all(
    [...origins].map(async (origin): Promise<Finding> => {
      const what = new URL(origin).host;
      try {
        const { headers } = await fetch(origin, {
          method: 'HEAD',
          redirect: 'manual',
          signal: AbortSignal.timeout(TIMEOUT),
        });
        const theirs = Date.parse(headers.get('date') ?? '');
        const skew = Number.isNaN(theirs) ? 0 : now() - theirs;
        if (Math.abs(skew) <= MOST_SKEW)
          return { what, verdict: 'ok', detail: 'answers, and its clock agrees with ours' };
        const detail = `our clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead' : 'behind'}`;
        return {
          what,
          verdict: 'fault',
          detail,
          hint: 'set the clock (NTP); signatures with a wrong time are refused',
        };
      } catch (error) {
        return {
          what,
          verdict: 'fault',
          detail: `cannot be reached: ${messageOf(error)}`,
          hint: 'check the network, the proxy and the address',
        };
      }
    }),
  );
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
