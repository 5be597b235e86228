import type { Bot } from '../bot/create-bot.js';
import type { Config } from '../config/load-config.js';
import type { DraftDesk } from '../digest/draft-decision.js';
import { languageOf } from '../message/words.js';
import type { WebDeps } from '../web/create-web.js';
import type { World } from '../world.js';

export interface RunningBots {
  /** Where their requests arrive. */
  mounts: NonNullable<WebDeps['mounts']>;
  /** Lets answers under way go out, within `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Starts the bot in every medium the config names; what the others need is not even loaded. */
export async function startBots(
  { bot: media, site }: Config,
  bot: Bot,
  drafts: DraftDesk,
  world: World,
): Promise<RunningBots> {
  const { slack, dingtalk, mayChange } = media;
  const common = { bot, timezone: site.timezone, mayChange };
  const fallback = languageOf(site.language);
  const started = [
    slack && {
      path: '/slack/events' as const,
      ...(await import('../bot/slack/create-slack-bot.js')).createSlackBot(
        { ...common, drafts, config: slack, language: slack.language ?? fallback },
        world,
      ),
    },
    dingtalk && {
      path: '/dingtalk/events' as const,
      ...(await import('../bot/dingtalk/create-dingtalk-bot.js')).createDingtalkBot(
        { ...common, config: dingtalk, language: dingtalk.language ?? fallback },
        world,
      ),
    },
  ].filter((each) => each !== undefined);
  for (const each of started) each.start();
  return {
    mounts: started.map(({ path, routes }) => ({ path, app: routes })),
    close: async (graceMs) => {
      await Promise.all(started.map((each) => each.close(graceMs)));
    },
  };
}
