import type { App, BlockAction } from '@slack/bolt';
import type { AnyBlock, HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Language, Message } from '../../message/message.js';
import { askInSlack, languageIn } from './ask-in-slack.js';
import { drawReply } from './draw-reply.js';
import type { SlackBotOptions } from './slack-bot-options.js';
import { subscribeForm } from './subscribe-modal.js';

const SEARCH_ACTION = 'home_search';
const SUBSCRIBE_ACTION = 'home_subscribe';
const SHOWN = 5;
/** Slack: 100 blocks a view. */
const MOST_BLOCKS = 100;

/** The Home tab: a search box, the newest posts, and the subscriptions of the direct message with the app. */
export function showAppHome(app: App, options: SlackBotOptions): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'messages') return;
    await publishHome({ user: event.user, channel: event.channel }, client, options);
  });

  app.action<BlockAction>(SEARCH_ACTION, async ({ ack, body, action, client }) => {
    await ack();
    const words = action.type === 'plain_text_input' ? (action.value ?? '') : '';
    const channel = body.view?.private_metadata || body.user.id;
    const result =
      words.trim() === ''
        ? undefined
        : await askInSlack(`search ${words}`, { channel, user: body.user.id }, client, options);
    await publishHome({ user: body.user.id, channel, result }, client, options);
  });

  app.action<BlockAction>(SUBSCRIBE_ACTION, async ({ ack, body, client }) => {
    await ack();
    const channel = body.view?.private_metadata || body.user.id;
    const view = subscribeForm(channel, await languageIn(channel, options), options);
    await client.views.open({ trigger_id: body.trigger_id, view });
  });
}

export interface Home {
  user: string;
  /** The direct message between user and app. */
  channel: string;
  /** The answer to what was searched or pressed last. */
  result?: Message;
}

/** Shows (or replaces) somebody's Home tab. */
export async function publishHome(home: Home, client: WebClient, options: SlackBotOptions): Promise<void> {
  const language = await languageIn(home.channel, options);
  const latest = await askInSlack(`latest ${SHOWN}`, home, client, options);
  const subscriptions = await askInSlack('subscriptions', home, client, options);
  const view = homeView(home, { latest, subscriptions }, language, options.timezone);
  await client.views.publish({ user_id: home.user, view });
}

function homeView(
  { channel, result }: Home,
  { latest, subscriptions }: { latest: Message; subscriptions: Message },
  language: Language,
  timezone: string,
): HomeView {
  const zh = language === 'zh';
  const parts = [...(result ? [result] : []), latest, subscriptions].map(
    (message) => drawReply(message, { timezone }).blocks,
  );
  const blocks: AnyBlock[] = [
    {
      type: 'input',
      dispatch_action: true,
      label: { type: 'plain_text', text: zh ? '搜索文章' : 'Search the posts' },
      element: {
        type: 'plain_text_input',
        action_id: SEARCH_ACTION,
        max_length: 200,
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
    },
    ...parts.flatMap((part): AnyBlock[] => [{ type: 'divider' }, ...part]),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: SUBSCRIBE_ACTION,
          style: 'primary',
          text: { type: 'plain_text', text: zh ? '订阅…' : 'Subscribe…' },
        },
      ],
    },
  ];
  return { type: 'home', private_metadata: channel, blocks: blocks.slice(0, MOST_BLOCKS) };
}
