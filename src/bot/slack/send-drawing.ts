import { RespondError, type RespondFn } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { SlackDrawing } from '../../channels/slack/render-slack.js';
import { withoutImages } from '../../channels/slack/without-images.js';

/** Sends an answer; when Slack refuses its blocks (a picture it cannot load is enough), once more without pictures. */
export async function sendDrawing(
  drawing: SlackDrawing,
  send: (drawing: SlackDrawing) => Promise<unknown>,
): Promise<void> {
  try {
    await send(drawing);
  } catch (error) {
    const plain = withoutImages(drawing);
    if (!isRefusal(error) || JSON.stringify(plain) === JSON.stringify(drawing)) throw error;
    await send(plain);
  }
}

/** Posts to a response URL. @throws when Slack refuses, also where it does so with HTTP 200. */
export async function respondChecked(
  respond: RespondFn,
  message: Exclude<Parameters<RespondFn>[0], string>,
): Promise<void> {
  const response = await respond(message);
  const body = await response.text();
  if (body.startsWith('{') && (JSON.parse(body) as { ok?: boolean }).ok === false) {
    throw new RespondError(`Slack refused the answer: ${body.slice(0, 200)}`, response.status);
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof WebAPIPlatformError) return /^invalid_(?:blocks|attachments)/.test(error.data.error);
  return (
    error instanceof RespondError && error.statusCode < 500 && error.statusCode !== 404 && error.statusCode !== 429
  );
}
