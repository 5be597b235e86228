import { ChannelError } from '../channel.js';
import { type Answer, answerCode, answerObject } from '../fetch-answer.js';
import { httpError } from '../network-error.js';

/*
 * WeCom says in the body of an HTTP 200 what is wrong. Codes: developer.work.weixin.qq.com/document/path/90313
 */

const SYSTEM_BUSY = -1;
const TOO_FAST = new Set([45009, 45033]);
/** 20 messages a minute a robot; a limit by the minute is lifted a minute later. */
const WAIT_WHEN_TOO_FAST = 60_000;
/** The robot or its group, not the message. */
const GONE = new Set([93000, 93001, 93004, 93006, 93008]);

const HINTS: Record<number, string> = {
  93000: 'the key of the webhook is not known, or the robot was taken out of the group; copy its webhook again',
  93001: 'this group takes no pushed messages; choose another one',
  93004: 'somebody stopped the robot; start it in the group settings',
  93006: 'the group is gone; take the channel out of the config',
  93008: 'the robot is not in the group any more; add one and copy its webhook',
};

/** @returns what WeCom's answer to a message means when it is not "sent". */
export function wecomError(answer: Answer): ChannelError | undefined {
  const { status, headers } = answer;
  const code = answerCode(answer, 'errcode');
  if (status !== 200) return httpError('WeCom', status, headers.get('retry-after'));
  if (code === 0) return undefined;
  // A gateway that answers in the robot's place does not say how far the message came.
  if (code === undefined)
    return new ChannelError('doubt', { message: 'WeCom answered with something that is not JSON' });
  // "invalid webhook url, hint: […], from ip: …, more info at …": the rest is for their support.
  const reason = String(answerObject(answer)?.errmsg ?? '').replace(/, hint: .*$/s, '');
  const message = `WeCom refused: ${code} ${reason}`.trim();
  if (TOO_FAST.has(code)) return new ChannelError('later', { message }, { retryAfter: WAIT_WHEN_TOO_FAST });
  if (code === SYSTEM_BUSY) return new ChannelError('later', { message });
  return new ChannelError('never', { message, hint: HINTS[code] }, { destinationGone: GONE.has(code) });
}
