/**
 * What a person typed, out of Slack's encoding: mentions of users and groups are dropped, a channel becomes `#name`,
 * a link its URL, entities their signs. docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
export function slackText(text: string): string {
  return text
    .replace(/<[@!][^>]*>/g, ' ')
    .replace(/<#[A-Z0-9]+(?:\|([^>]*))?>/g, (_, name?: string) => (name ? `#${name}` : ' '))
    .replace(/<([a-z][a-z0-9+.-]*:[^>|]+)(?:\|[^>]*)?>/gi, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}
