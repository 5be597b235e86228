import { z } from 'zod';
import { type Channel, ChannelError, type ChannelType } from '../../channels/channel.js';
import { renderDingtalk } from '../../channels/dingtalk/render-dingtalk.js';
import { type Answer, answerObject } from '../../channels/fetch-answer.js';
import { httpError } from '../../channels/network-error.js';
import { postJson } from '../../channels/post-json.js';
import type { World } from '../../world.js';
import { accessToken, apiAddress, type DingtalkApp, forgetAccessToken } from './access-token.js';

/*
 * A group or a person through the app's own robot: open.dingtalk.com/document/…/the-robot-sends-a-group-message and
 * …/chatbots-send-one-on-one-chat-messages-in-batches. The app needs the permission qyapi_robot_sendmsg.
 */

/** `msgParam` holds at most 15,000 bytes; room is left for what the count may include. */
const LONGEST_PARAMETERS = 14_000;
/** 20 calls a second for the whole organisation; one place gets far fewer. */
const WAIT_WHEN_TOO_FAST = 1_000;

const options = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  apiUrl: z.string(),
  /** `cid…` of a group the robot is in, or `user/STAFF-ID` of a person. */
  place: z.string().min(1),
});
type RobotOptions = z.output<typeof options>;

export interface RobotPayload {
  msgKey: 'sampleMarkdown';
  /** JSON as text. */
  msgParam: string;
}

/** The channel behind subscriptions made in DingTalk. */
export const dingtalkRobot: ChannelType<RobotOptions, RobotPayload> = {
  type: 'dingtalk-robot',
  options,
  secrets: ['clientSecret'],
  rate: { count: 20, per: 60_000 },
  address: ({ place }) => `dingtalk/${place}`,
  render: (message, context) => payload(renderDingtalk(message, context, { longest: LONGEST_PARAMETERS })),
  open: openRobot,
};

function payload(drawing: ReturnType<typeof renderDingtalk>): RobotPayload {
  // Without a style it is always drawn as Markdown.
  const { title, text } = drawing.msgtype === 'markdown' ? drawing.markdown : { title: '', text: '' };
  return { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title, text }) };
}

function openRobot(robot: RobotOptions, world: World): Channel<RobotPayload> {
  const { clientId: robotCode, place } = robot;
  const person = place.startsWith('user/') ? place.slice('user/'.length) : undefined;
  return {
    send: async (message, { signal }) => {
      const answer =
        person === undefined
          ? await call(
              robot,
              '/v1.0/robot/groupMessages/send',
              { robotCode, openConversationId: place, ...message },
              world,
              signal,
            )
          : await call(
              robot,
              '/v1.0/robot/oToMessages/batchSend',
              { robotCode, userIds: [person], ...message },
              world,
              signal,
            );
      if (Array.isArray(answer.invalidStaffIdList) && answer.invalidStaffIdList.includes(person)) {
        throw new ChannelError(
          'never',
          { message: 'DingTalk knows nobody of that id any more' },
          { destinationGone: true },
        );
      }
      return { place, processQueryKey: String(answer.processQueryKey ?? '') };
    },
    delete: async ({ receipt, signal }) => {
      const processQueryKeys = [receipt.processQueryKey];
      if (person === undefined) {
        await call(
          robot,
          '/v1.0/robot/groupMessages/recall',
          { robotCode, openConversationId: place, processQueryKeys },
          world,
          signal,
        );
      } else {
        await call(robot, '/v1.0/robot/otoMessages/batchRecall', { robotCode, processQueryKeys }, world, signal);
      }
    },
  };
}

async function call(
  app: DingtalkApp,
  path: string,
  body: object,
  world: World,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const post = async () => {
    const headers = { 'x-acs-dingtalk-access-token': await accessToken(app, world, signal) };
    return postJson(world, 'DingTalk', apiAddress(app.apiUrl, path), body, { signal, headers });
  };
  let answer = await post();
  if (isInvalidToken(answer)) {
    // Another process may have made DingTalk renew it early; refused as a whole, so nothing is sent twice.
    forgetAccessToken(app);
    answer = await post();
  }
  if (answer.status === 200) return answerObject(answer) ?? {};
  throw robotError(answer);
}

function isInvalidToken(answer: Answer): boolean {
  return (
    answer.status === 401 ||
    (answer.status < 500 && /InvalidAuthentication|invalid.*token/i.test(String(answerObject(answer)?.code)))
  );
}

/** Errors are HTTP 4xx and 5xx with `{code, message}`: open.dingtalk.com/document/…/how-to-process-api-throttling and the pages of the calls. */
function robotError(answer: Answer): ChannelError {
  const { code: word, message: reason } = answerObject(answer) ?? {};
  if (typeof word !== 'string') return httpError('DingTalk', answer.status, answer.headers.get('retry-after'));
  const message = `DingTalk refused: ${word} ${typeof reason === 'string' ? reason : ''}`.trim();
  if (answer.status === 429 || /QpsLimit/i.test(word)) {
    return new ChannelError('later', { message }, { retryAfter: WAIT_WHEN_TOO_FAST });
  }
  if (/ApiCountLimit/i.test(word)) {
    const hint = 'the month’s calls of the organisation are used up; buy more or wait for the next month';
    return new ChannelError('never', { message, hint });
  }
  if (/PermissionDenied|Forbidden/i.test(word)) {
    const hint = 'give the app the permission qyapi_robot_sendmsg (企业内机器人发送消息权限) and publish it';
    return new ChannelError('never', { message, hint }, { destinationGone: true });
  }
  if (answer.status >= 500) return httpError('DingTalk', answer.status);
  const gone = /conversation|chat|group|robot|staff|user/i.test(word) && /not|invalid|dismiss|dissolv/i.test(word);
  const hint = gone ? 'add the robot to the group again and subscribe there' : undefined;
  return new ChannelError('never', { message, hint }, { destinationGone: gone });
}
