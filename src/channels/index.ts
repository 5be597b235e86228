import type { ChannelType } from './channel.js';

// biome-ignore lint/suspicious/noExplicitAny: a registry of types whose options and payloads differ
type AnyChannelType = ChannelType<any, any>;

/**
 * Every kind of channel, by the `type` of the config. A new one is its file and its line here. Each is loaded when
 * somebody needs it: most commands need one or none.
 */
const types: Record<string, () => Promise<AnyChannelType>> = {
  slack: async () => (await import('./slack/slack.js')).slack,
  'slack-webhook': async () => (await import('./slack/slack-webhook.js')).slackWebhook,
  dingtalk: async () => (await import('./dingtalk/dingtalk.js')).dingtalk,
  wecom: async () => (await import('./wecom/wecom.js')).wecom,
  feishu: async () => (await import('./feishu/feishu.js')).feishu,
  discord: async () => (await import('./discord/discord.js')).discord,
  telegram: async () => (await import('./telegram/telegram.js')).telegram,
  email: async () => (await import('./email/email.js')).email,
  wechat: async () => (await import('./wechat/wechat.js')).wechat,
  webhook: async () => (await import('./webhook.js')).webhook,
  file: async () => (await import('./file.js')).file,
  console: async () => (await import('./console.js')).consoleChannel,
};

/** The names of all kinds. */
export const channelTypeNames: readonly string[] = Object.keys(types);

/** @returns undefined: there is no such kind. */
export async function loadChannelType(name: string): Promise<AnyChannelType | undefined> {
  return Object.hasOwn(types, name) ? await types[name]?.() : undefined;
}

/** All of them. */
export async function loadChannelTypes(): Promise<AnyChannelType[]> {
  return await Promise.all(Object.values(types).map((load) => load()));
}
