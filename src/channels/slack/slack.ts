import type * as SlackApi from '@slack/web-api';
import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Receipt } from '../../announce/delivery.js';
import { loadLate } from '../../load-late.js';
import type { World } from '../../world.js';
import { type Channel, ChannelError, type ChannelType } from '../channel.js';
import { SEND_TIMEOUT } from '../fetch-answer.js';
import { templateOption } from '../message-template.js';
import { checkSlack } from './check-slack.js';
import { renderSlack, type SlackDrawing } from './render-slack.js';
import { isImageFault, slackError } from './slack-error.js';
import { slackLogger } from './slack-logger.js';
import { withoutImages } from './without-images.js';

/*
 * A Slack channel through an app's bot token: docs.slack.dev/reference/methods/chat.postMessage
 */

const slackApi = loadLate<typeof SlackApi>('@slack/web-api');

const slackOptions = z.strictObject({
  token: z.string().min(1),
  /** The channel's id (`C0123456`). */
  channel: z.string().min(1),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://slack.com/api/'),
  template: templateOption.optional(),
});
type SlackOptions = z.output<typeof slackOptions>;

/** What goes to chat.postMessage. Any app of the workspace can read the metadata, so it holds an opaque id only. */
export interface SlackPayload extends SlackDrawing {
  channel?: string;
  unfurl_links: false;
  unfurl_media: false;
  metadata?: { event_type: string; event_payload: { delivery: string } };
}

const EVENT_TYPE = 'postrider_delivery';
/** docs.slack.dev/reference/methods/conversations.history recommends no more than 200 at a time. */
const HISTORY_PAGE = 200;
/** How far back a delivery is looked for: 2,000 messages. */
const MOST_HISTORY_PAGES = 10;

export const slack: ChannelType<SlackOptions, SlackPayload> = {
  type: 'slack',
  options: slackOptions,
  secrets: ['token'],
  // docs.slack.dev/apis/web-api/rate-limits: about one message a second in a channel.
  rate: { count: 1, per: 1_000 },
  address: ({ channel }) => `slack/${channel}`,
  // docs.slack.dev/interactivity/deep-linking: the channel; a message's own address needs the workspace's name.
  link: ({ channel }) =>
    channel === undefined ? undefined : `https://slack.com/app_redirect?channel=${encodeURIComponent(channel)}`,
  render: (message, context, { channel, template }) => ({
    ...(channel !== undefined && { channel }),
    ...renderSlack(message, context, { template }),
    // The message shows title, summary and cover itself.
    unfurl_links: false,
    unfurl_media: false,
    ...(context.deliveryId !== undefined && {
      metadata: { event_type: EVENT_TYPE, event_payload: { delivery: context.deliveryId } },
    }),
  }),
  open: openSlack,
  check: checkSlack,
};

function openSlack(options: SlackOptions, world: World): Channel<SlackPayload> {
  return {
    send: async (payload, { signal }) => {
      const client = createClient(options, world, signal);
      const post = (drawing: SlackPayload) =>
        client.chat.postMessage({ ...drawing, channel: options.channel } as ChatPostMessageArguments);
      try {
        return receipt(await attempt(() => post(payload)), options);
      } catch (error) {
        // A broken cover must not keep the news back; Slack refused the whole message, so sending it again doubles nothing.
        if (!(error instanceof ChannelError) || !isImageFault(error.cause)) throw error;
        world.log.warn({ slack: error.message }, 'Slack could not load a picture; sending the message without');
        return receipt(await attempt(() => post(withoutImages(payload))), options);
      }
    },
    find: async ({ delivery, signal }) => {
      const client = createClient(options, world, signal);
      let cursor: string | undefined;
      for (let page = 0; page < MOST_HISTORY_PAGES; page++) {
        // Newest first and without `oldest`: our clock may have been wrong when the message went out.
        const { messages, response_metadata } = await attempt(() =>
          client.conversations.history({
            channel: options.channel,
            include_all_metadata: true,
            limit: HISTORY_PAGE,
            ...(cursor !== undefined && { cursor }),
          }),
        );
        const found = messages?.find(
          ({ metadata }) =>
            metadata?.event_type === EVENT_TYPE &&
            (metadata.event_payload as { delivery?: unknown })?.delivery === delivery.id,
        );
        if (found?.ts) return { channel: options.channel, ts: found.ts };
        cursor = response_metadata?.next_cursor || undefined;
        if (cursor === undefined) return undefined;
      }
      const message = `the delivery is not among the last ${HISTORY_PAGE * MOST_HISTORY_PAGES} messages of the channel`;
      throw new ChannelError('never', { message, hint: 'look further back in the channel by hand' });
    },
    update: async ({ text, blocks, metadata }, { receipt: sent, signal }) => {
      const client = createClient(options, world, signal);
      const place = { channel: sent.channel ?? options.channel, ts: sent.ts ?? '' };
      const change = (drawing: SlackDrawing) => client.chat.update({ ...place, ...drawing, metadata });
      try {
        await attempt(() => change({ text, blocks }));
      } catch (error) {
        if (!(error instanceof ChannelError) || !isImageFault(error.cause)) throw error;
        await attempt(() => change(withoutImages({ text, blocks })));
      }
      return sent;
    },
    delete: async ({ receipt: sent, signal }) => {
      const client = createClient(options, world, signal);
      try {
        await attempt(() => client.chat.delete({ channel: sent.channel ?? options.channel, ts: sent.ts ?? '' }));
      } catch (error) {
        // Somebody else took it away first.
        if (!(error instanceof ChannelError) || !/message_not_found/.test(error.message)) throw error;
      }
    },
  };
}

/**
 * A client without any of the library's own retries and waits (ten tries over half an hour by default): a message whose
 * answer was lost must be asked about, not sent again. One for each call, because the library takes no abort signal.
 */
function createClient({ token, apiUrl }: SlackOptions, world: World, signal: AbortSignal): WebClient {
  return new (slackApi().WebClient)(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: SEND_TIMEOUT,
    logger: slackLogger(world.log),
    allowAbsoluteUrls: false,
    fetch: (url, init) =>
      world.fetch(url, { ...init, signal: AbortSignal.any([signal, ...(init?.signal ? [init.signal] : [])]) }),
  });
}

async function attempt<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw slackError(error);
  }
}

function receipt({ ts, channel }: { ts?: string; channel?: string }, options: SlackOptions): Receipt {
  if (ts === undefined) throw new ChannelError('doubt', { message: 'Slack answered without the message’s ts' });
  return { channel: channel ?? options.channel, ts };
}
