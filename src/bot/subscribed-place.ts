import type { ChannelType } from '../channels/channel.js';
import { slack } from '../channels/slack/slack.js';
import type { Config } from '../config/load-config.js';
import type { Language } from '../message/message.js';
import { dingtalkRobot } from './dingtalk/robot-channel.js';

/** A place that subscribed through the bot, as a channel that is not in the config. */
export interface SubscribedPlace {
  // biome-ignore lint/suspicious/noExplicitAny: as in the registry, options and payloads differ
  kind: ChannelType<any, any>;
  options: Record<string, unknown>;
  /** The bot's language in that medium, where the config names one. */
  language?: Language;
}

/**
 * How to reach the address of a subscription (`slack/C012`, `dingtalk/cid…`, `dingtalk/user/…`): with the bot's own
 * credentials. Undefined when the bot does not (any more) speak in that medium.
 */
export function subscribedPlace(address: string, bot: Config['bot']): SubscribedPlace | undefined {
  const slash = address.indexOf('/');
  const [medium, place] = [address.slice(0, slash), address.slice(slash + 1)];
  if (medium === 'slack' && bot.slack) {
    const { token, apiUrl, language } = bot.slack;
    return { kind: slack, options: { token, apiUrl, channel: place }, language };
  }
  if (medium === 'dingtalk' && bot.dingtalk) {
    const { clientId, clientSecret, apiUrl, language } = bot.dingtalk;
    return { kind: dingtalkRobot, options: { clientId, clientSecret, apiUrl, place }, language };
  }
  return undefined;
}
