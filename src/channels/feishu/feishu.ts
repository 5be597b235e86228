import { z } from 'zod';
import type { World } from '../../world.js';
import type { Channel, ChannelType } from '../channel.js';
import { postJson } from '../post-json.js';
import { feishuError } from './feishu-error.js';
import { type FeishuPayload, renderFeishu } from './render-feishu.js';
import { signFeishu } from './sign-feishu.js';

/*
 * A Feishu or Lark group through a custom robot: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 * It answers with no id, so that a message can be neither changed nor taken back, and takes no idempotency key.
 */

const feishuOptions = z.strictObject({
  webhook: z
    .url({ protocol: /^https?$/, abort: true })
    .refine(
      (webhook) => !new URL(webhook).pathname.startsWith('/open-apis/bot/hook/'),
      'is of the first kind of robots (…/bot/hook/…), which know no cards; make a new one (…/bot/v2/hook/…)',
    ),
  /** The 签名校验 secret; '' when the robot is protected in another way. */
  secret: z.string().default(''),
  /** One of the robot's 自定义关键词. */
  keyword: z.string().min(1).max(100).optional(),
});
type FeishuOptions = z.output<typeof feishuOptions>;

export const feishu: ChannelType<FeishuOptions, FeishuPayload> = {
  type: 'feishu',
  options: feishuOptions,
  secrets: ['webhook', 'secret'],
  // 100 messages a minute and 5 a second a robot: both hold.
  rate: { count: 5, per: 3_000 },
  render: renderFeishu,
  open: openFeishu,
};

function openFeishu({ webhook, secret }: FeishuOptions, world: World): Channel<FeishuPayload> {
  return {
    send: async (payload, { signal }) => {
      const body = { ...signature(secret, world.now()), ...payload };
      const error = feishuError(await postJson(world, 'Feishu', webhook, body, { signal }), world.now());
      if (error) throw error;
      return {};
    },
  };
}

/** Signed anew for every attempt: a signature holds for an hour. */
function signature(secret: string, now: number) {
  if (secret === '') return {};
  const timestamp = Math.floor(now / 1000);
  return { timestamp: String(timestamp), sign: signFeishu(timestamp, secret) };
}
