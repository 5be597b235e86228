import type { z } from 'zod';
import type { Channel, ChannelType } from '../channels/channel.js';
import { loadChannelType } from '../channels/index.js';
import type { ChannelConfig, Config } from '../config/load-config.js';
import type { commonChannelSchema } from '../config/schema.js';
import type { Language } from '../message/message.js';
import { languageOf } from '../message/words.js';
import type { World } from '../world.js';

/** A channel ready to send to, with what the config says of it. */
export interface OpenChannel extends Omit<z.output<typeof commonChannelSchema>, 'language'> {
  language: Language;
  kind: ChannelType;
  options: Record<string, unknown>;
  channel: Channel;
  /** Not in the config: a place that subscribed through the bot. */
  subscribed: boolean;
}

export interface Channels {
  /** The configured ones, in their order. */
  readonly configured: readonly OpenChannel[];
  /** By name, or by the address of a subscribed place (`slack/C012`); undefined: there is none any more. */
  get(nameOrAddress: string): OpenChannel | undefined;
}

/** Addresses kept open at once; a further one replaces the one opened first. */
const OPEN_ADDRESSES = 10_000;

export async function openChannels(config: Config, world: World): Promise<Channels> {
  const subscribable = await loadSubscribable(config);
  const fallback = languageOf(config.site.language);
  const configured = config.channels.map((channel) => open(channel, fallback, world));
  const byName = new Map(configured.map((channel) => [channel.name, channel]));
  const byAddress = new Map<string, OpenChannel>();
  return {
    configured,
    get(name) {
      const known = byName.get(name) ?? byAddress.get(name);
      if (known) return known;
      const subscribed = subscribedChannel(name, config, subscribable);
      if (!subscribed) return undefined;
      const opened = { ...open(subscribed, fallback, world), subscribed: true };
      const [oldest] = byAddress.keys();
      if (byAddress.size >= OPEN_ADDRESSES && oldest !== undefined) byAddress.delete(oldest);
      byAddress.set(name, opened);
      return opened;
    },
  };
}

function open(config: ChannelConfig, fallback: Language, world: World): OpenChannel {
  return {
    ...config,
    language: config.language ?? fallback,
    subscribed: false,
    channel: config.kind.open(config.options, { ...world, log: world.log.child({ channel: config.name }) }),
  };
}

/** What places that subscribe through the bots are, by the first part of their address. */
type Subscribable = Partial<Record<'slack' | 'dingtalk', ChannelType>>;

async function loadSubscribable({ bot }: Config): Promise<Subscribable> {
  return {
    slack: bot.slack && (await loadChannelType('slack')),
    // Never configured, only ever subscribed.
    dingtalk:
      bot.dingtalk && ((await import('../bot/dingtalk/robot-channel.js')).dingtalkRobot as unknown as ChannelType),
  };
}

/** A place that subscribed through the bot is reached with the bot's own token. */
function subscribedChannel(address: string, { bot }: Config, kinds: Subscribable): ChannelConfig | undefined {
  const [medium, ...rest] = address.split('/');
  const place = rest.join('/');
  if (medium === 'slack' && bot.slack && kinds.slack) {
    const { token, apiUrl, language } = bot.slack;
    return channelConfig(address, kinds.slack, language, { token, channel: place, apiUrl });
  }
  if (medium === 'dingtalk' && bot.dingtalk && kinds.dingtalk) {
    const { clientId, clientSecret, apiUrl, language } = bot.dingtalk;
    return channelConfig(address, kinds.dingtalk, language, { clientId, clientSecret, apiUrl, place });
  }
  return undefined;
}

function channelConfig(
  name: string,
  kind: ChannelType,
  language: Language | undefined,
  options: Record<string, unknown>,
): ChannelConfig {
  const match = { tags: [], categories: [], authors: [], languages: [], sections: [] };
  return { name, type: kind.type, kind, match, language, onDoubt: 'resend', announce: true, options };
}
