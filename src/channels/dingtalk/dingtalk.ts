import { z } from 'zod';
import type { World } from '../../world.js';
import type { Channel, ChannelType } from '../channel.js';
import { templateOption } from '../message-template.js';
import { postJson } from '../post-json.js';
import { dingtalkError } from './dingtalk-error.js';
import { DINGTALK_STYLES, type DingtalkDrawing, renderDingtalk } from './render-dingtalk.js';
import { signDingtalk } from './sign-dingtalk.js';

/*
 * A DingTalk group through a custom robot: open.dingtalk.com/document/…/custom-robots-send-group-messages
 * It answers with no id, so that a message can be neither changed nor taken back.
 */

const dingtalkOptions = z.strictObject({
  webhook: z.url({ protocol: /^https?$/ }),
  /** The 加签 secret (`SEC…`); '' when the robot is protected in another way. */
  secret: z.string().default(''),
  style: z.enum(DINGTALK_STYLES).default('markdown'),
  /** One of the robot's 自定义关键词. */
  keyword: z.string().min(1).max(100).optional(),
  template: templateOption.optional(),
});
type DingtalkOptions = z.output<typeof dingtalkOptions>;

/** `msgUuid` makes sending the same message again after a time-out harmless. */
export type DingtalkPayload = DingtalkDrawing & { msgUuid?: string };

export const dingtalk: ChannelType<DingtalkOptions, DingtalkPayload> = {
  type: 'dingtalk',
  options: dingtalkOptions,
  secrets: ['webhook', 'secret'],
  // 20 messages a minute a robot; beyond that it is refused for 10 minutes.
  rate: { count: 20, per: 60_000 },
  render: (message, context, options) => ({
    ...renderDingtalk(message, context, options),
    ...(context.deliveryId !== undefined && { msgUuid: context.deliveryId }),
  }),
  open: openDingtalk,
};

function openDingtalk({ webhook, secret }: DingtalkOptions, world: World): Channel<DingtalkPayload> {
  return {
    idempotent: true,
    send: async (payload, { signal }) => {
      const answer = await postJson(world, 'DingTalk', signedUrl(webhook, secret, world.now()), payload, { signal });
      const error = dingtalkError(answer);
      if (error) throw error;
      return {};
    },
  };
}

/** Signed anew for every attempt: a signature holds for an hour. */
function signedUrl(webhook: string, secret: string, now: number): string {
  const url = new URL(webhook);
  if (secret !== '') {
    url.searchParams.set('timestamp', String(now));
    url.searchParams.set('sign', signDingtalk(now, secret));
  }
  return url.href;
}
