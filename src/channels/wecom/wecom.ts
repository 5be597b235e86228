import { z } from 'zod';
import type { World } from '../../world.js';
import type { Channel, ChannelType } from '../channel.js';
import { postJson } from '../post-json.js';
import { renderWecom, type WecomPayload } from './render-wecom.js';
import { wecomError } from './wecom-error.js';

/*
 * A WeCom (企业微信) group through its robot ("消息推送"): developer.work.weixin.qq.com/document/path/99110
 * It answers with no id, so that a message can be neither changed nor taken back, and takes no idempotency key.
 */

const wecomOptions = z.strictObject({
  webhook: z
    .url({ protocol: /^https?$/, abort: true })
    .refine(hasKey, 'has no key; copy the whole webhook (https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…)'),
});
type WecomOptions = z.output<typeof wecomOptions>;

export const wecom: ChannelType<WecomOptions, WecomPayload> = {
  type: 'wecom',
  options: wecomOptions,
  secrets: ['webhook'],
  // 20 messages a minute a robot.
  rate: { count: 20, per: 60_000 },
  render: renderWecom,
  open: openWecom,
};

/** The real platform's addresses all have one. */
function hasKey(webhook: string): boolean {
  const { hostname, searchParams } = new URL(webhook);
  return hostname !== 'qyapi.weixin.qq.com' || Boolean(searchParams.get('key'));
}

function openWecom({ webhook }: WecomOptions, world: World): Channel<WecomPayload> {
  return {
    send: async (payload, { signal }) => {
      const error = wecomError(await postJson(world, 'WeCom', webhook, payload, { signal }));
      if (error) throw error;
      return {};
    },
  };
}
