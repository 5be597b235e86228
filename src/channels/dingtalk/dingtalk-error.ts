import { ChannelError } from '../channel.js';
import { type Answer, answerCode, answerObject } from '../fetch-answer.js';
import { httpError } from '../network-error.js';

/*
 * DingTalk says in the body of an HTTP 200 what is wrong. Codes: open.dingtalk.com/document/…/custom-robots-send-group-messages
 * and server-api-error-codes; 130101, 300005, 43002 and 460101 from reports of users.
 */

const TOO_FAST = new Set([410100, 130101]);
/** Over 20 messages a minute a robot is refused for up to 10 minutes; it is asked again each minute. */
const WAIT_WHEN_TOO_FAST = 60_000;
const SYSTEM_BUSY = -1;
const SECURITY = 310000;
const GONE = new Set([400013, 400102, 400106]);
const MODERATED = new Set([430101, 430102, 430103, 430104]);

const HINTS: Record<number, string> = {
  300001: 'the access_token of the webhook is not known; copy the webhook again from the robot',
  300005: 'the access_token of the webhook is not known; copy the webhook again from the robot',
  400101: 'the access_token of the webhook is not known; copy the webhook again from the robot',
  400013: 'the group is gone; take the channel out of the config',
  400102: 'somebody stopped the robot; start it in the group settings',
  400106: 'the robot was removed from the group; add one and copy its webhook',
  460101: 'shorten the template of the channel',
};

/** @returns what DingTalk's answer to a message means when it is not "sent". */
export function dingtalkError(answer: Answer): ChannelError | undefined {
  const { status, headers } = answer;
  const code = answerCode(answer, 'errcode');
  if (code === undefined) {
    if (status !== 200) return httpError('DingTalk', status, headers.get('retry-after'));
    // Above its flood limit the gateway answers with a page; nothing has come as far as the robot.
    return new ChannelError('later', { message: 'DingTalk answered with something that is not JSON' });
  }
  if (code === 0) return undefined;
  const reason = String(answerObject(answer)?.errmsg ?? '');
  const message = `DingTalk refused: ${code} ${reason}`.trim();
  if (TOO_FAST.has(code) || /too fast|exceed \d+ times|frequen/i.test(reason)) {
    return new ChannelError('later', { message }, { retryAfter: WAIT_WHEN_TOO_FAST });
  }
  if (code === SYSTEM_BUSY) return new ChannelError('later', { message });
  if (code === SECURITY) return securityError(message, reason);
  if (MODERATED.has(code)) {
    const hint = 'DingTalk’s moderation took offence; change the text, link or cover of the post';
    return new ChannelError('never', { message, hint });
  }
  return new ChannelError('never', { message, hint: HINTS[code] }, { destinationGone: GONE.has(code) });
}

/** 310000 stands for every security setting of a robot; the reason tells which. */
function securityError(message: string, reason: string): ChannelError {
  if (/timestamp/i.test(reason)) {
    return new ChannelError('later', {
      message,
      hint: 'the clock of this machine is wrong by more than an hour; set it',
    });
  }
  const hint = /keyword/i.test(reason)
    ? 'give the channel the robot’s word as `keyword`'
    : /ip/i.test(reason.replace(/description/gi, ''))
      ? 'add the address of this machine to the robot’s IP list'
      : 'check that `secret` is the robot’s 加签 secret (it starts with SEC)';
  return new ChannelError('never', { message, hint });
}
