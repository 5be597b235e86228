import type { ChannelType } from './channel.js';

/** Every kind of channel, by the `type` of the config. */
// biome-ignore lint/suspicious/noExplicitAny: a registry of types whose options and payloads differ
export const channelTypes: Record<string, ChannelType<any, any>> = {};
