import { verifySlackRequest } from '@slack/bolt';

/** Slack: refuse requests older than five minutes. docs.slack.dev/authentication/verifying-requests-from-slack */
const WINDOW = 5 * 60;

/**
 * Whether a request comes from Slack and is fresh.
 * @param now ms since the epoch
 * @returns what is wrong with it, or undefined
 */
export function slackSignatureFault(
  body: string,
  headers: { signature?: string; timestamp?: string },
  signingSecret: string,
  now: number,
): string | undefined {
  const { signature, timestamp } = headers;
  if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return 'the signature headers are missing';
  // Bolt refuses old timestamps only; one far in the future could be replayed until then.
  if (Number(timestamp) > now / 1000 + WINDOW) return 'the timestamp is in the future: check the clock';
  try {
    verifySlackRequest({
      signingSecret,
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
      nowMilliseconds: now,
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
