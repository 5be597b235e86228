import { ChannelError } from '../channel.js';
import { type Answer, answerCode, answerObject } from '../fetch-answer.js';
import { httpError } from '../network-error.js';

/*
 * Feishu says with `code` in the body what is wrong. Codes: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot and
 * …/server-docs/api-call-guide/frequency-control (99991400); 19001 from reports of users.
 */

const TOO_FAST = new Set([11232, 99991400]);
/** 100 messages a minute; 11232 also comes when the whole platform is busy, at full and half hours. */
const WAIT_WHEN_TOO_FAST = 60_000;
const SIGNATURE = 19021;
const HOUR = 3_600_000;

const HINTS: Record<number, string> = {
  19001: 'the webhook is not known, or its robot was taken out of the group; copy it again',
  19022: 'add the address of this machine to the robot’s IP list',
  19024: 'give the channel the robot’s word as `keyword`',
};

/**
 * @param now ms since the epoch, to tell a wrong clock from a wrong secret
 * @returns what Feishu's answer to a message means when it is not "sent".
 */
export function feishuError(answer: Answer, now: number): ChannelError | undefined {
  const { status, headers } = answer;
  const code = answerCode(answer, 'code');
  const reason = String(answerObject(answer)?.msg ?? '');
  const message = `Feishu refused: ${code} ${reason}`.trim();
  if (code !== undefined && (TOO_FAST.has(code) || /too many|frequen/i.test(reason))) {
    const seconds = Number(headers.get('x-ogw-ratelimit-reset'));
    return new ChannelError('later', { message }, { retryAfter: seconds > 0 ? seconds * 1000 : WAIT_WHEN_TOO_FAST });
  }
  if (code === undefined || status >= 500) {
    if (status !== 200) return httpError('Feishu', status, headers.get('retry-after'));
    return new ChannelError('doubt', { message: 'Feishu answered with something that is not JSON' });
  }
  if (code === 0) return undefined;
  if (code === SIGNATURE) return signatureError(message, Date.parse(headers.get('date') ?? ''), now);
  return new ChannelError('never', { message, hint: HINTS[code] }, { destinationGone: code === 19001 });
}

/** One code stands for a wrong secret and a wrong clock; the answer's own time tells which. */
function signatureError(message: string, theirs: number, now: number): ChannelError {
  if (Math.abs(now - theirs) > HOUR) {
    const hint = 'the clock of this machine is wrong by more than an hour; set it';
    return new ChannelError('later', { message, hint });
  }
  return new ChannelError('never', { message, hint: 'check that `secret` is the robot’s 签名校验 secret' });
}
