/**
 * What DingTalk tells a robot of a message: open.dingtalk.com/document/…/robot-receive-message. The same in HTTP
 * callbacks and in Stream mode.
 */
export interface RobotMessage {
  msgId: string;
  conversationId: string;
  /** '1' a direct chat, '2' a group. */
  conversationType: string;
  senderId: string;
  /** The person's id in the organisation; '' for outsiders and before the app is published. */
  senderStaffId: string;
  isAdmin: boolean;
  robotCode: string;
  /** Where answers go: a URL that needs no token, good for a while. */
  sessionWebhook: string;
  /** ms since the epoch. */
  sessionWebhookExpiredTime: number;
  /** What was written, the mention removed; '' for pictures, voice and files. */
  text: string;
}

type Json = Record<string, unknown>;

/** @returns undefined when it is no message of a conversation */
export function readRobotMessage(value: unknown): RobotMessage | undefined {
  const body = asObject(value);
  const conversationId = text(body.conversationId);
  const sessionWebhook = text(body.sessionWebhook);
  if (conversationId === '' || sessionWebhook === '') return undefined;
  return {
    msgId: text(body.msgId),
    conversationId,
    conversationType: text(body.conversationType),
    senderId: text(body.senderId),
    senderStaffId: text(body.senderStaffId),
    isAdmin: body.isAdmin === true || body.isAdmin === 'true',
    robotCode: text(body.robotCode),
    sessionWebhook,
    sessionWebhookExpiredTime: Number(body.sessionWebhookExpiredTime) || Number.POSITIVE_INFINITY,
    text: writtenText(body),
  };
}

/** `text.content`; in rich text the text parts; one page of the documentation shows a bare `content`. */
function writtenText(body: Json): string {
  const written = asObject(body.text).content ?? body.content;
  if (typeof written === 'string') return written.trim();
  const parts = asObject(body.content).richText;
  if (!Array.isArray(parts)) return '';
  return parts
    .map((part) => text(asObject(part).text))
    .join(' ')
    .trim();
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
