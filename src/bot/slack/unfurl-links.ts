import type { App } from '@slack/bolt';
import type { LinkUnfurls } from '@slack/types';
import { renderSlack } from '../../channels/slack/render-slack.js';
import type { Post } from '../../content/post.js';
import { postMessage } from '../../message/post-message.js';
import { languageIn } from './ask-in-slack.js';
import type { SlackBotOptions } from './slack-bot-options.js';

/** Shows the article behind a link of the site that somebody posts. Nothing is fetched: what we show is in the library. */
export function unfurlLinks(app: App, options: SlackBotOptions): void {
  app.event('link_shared', async ({ event, client }) => {
    const posts = new Map<string, Post>();
    for (const { url } of event.links) {
      const post = options.bot.context().library.byUrl(url.replaceAll('&amp;', '&'));
      if (post) posts.set(url, post);
    }
    if (posts.size === 0) return;
    const language = await languageIn(event.channel, options);
    const context = { language, timezone: options.timezone };
    // The keys must be Slack's own spelling of the URLs, byte for byte.
    const unfurls: LinkUnfurls = Object.fromEntries(
      [...posts].map(([url, post]) => [
        url,
        { blocks: renderSlack(postMessage(post), context, { commands: false }).blocks },
      ]),
    );
    // While a message is still being written there is no message to name.
    const { unfurl_id, source, channel, message_ts } = event;
    const target =
      unfurl_id !== undefined && (source === 'composer' || source === 'conversations_history')
        ? { unfurl_id, source: source as 'composer' | 'conversations_history' }
        : { channel, ts: message_ts };
    await client.chat.unfurl({ ...target, unfurls });
  });
}
