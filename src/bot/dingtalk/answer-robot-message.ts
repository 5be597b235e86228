import { dingtalkError } from '../../channels/dingtalk/dingtalk-error.js';
import { postJson } from '../../channels/post-json.js';
import type { World } from '../../world.js';
import { type Role, roleMayChange } from '../may-change.js';
import type { Question } from '../question.js';
import type { DingtalkBotOptions } from './dingtalk-bot-options.js';
import { drawDingtalkReply } from './draw-dingtalk-reply.js';
import type { RobotMessage } from './robot-message.js';
import { isSessionUrl } from './session-url.js';

/** Answers a message through the address that came with it. Never rejects. */
export async function answerRobotMessage(
  message: RobotMessage,
  options: DingtalkBotOptions,
  world: Pick<World, 'now' | 'fetch' | 'log'>,
): Promise<void> {
  const { sessionWebhook, sessionWebhookExpiredTime } = message;
  if (!isSessionUrl(sessionWebhook, options.config.sessionHosts)) {
    const host = URL.canParse(sessionWebhook) ? new URL(sessionWebhook).host : 'an invalid address';
    world.log.warn({ host }, 'a message asks for an answer to a host that is not in bot.dingtalk.sessionHosts');
    return;
  }
  if (sessionWebhookExpiredTime < world.now()) {
    world.log.warn('a message came when its time for an answer was over');
    return;
  }
  const reply = await options.bot.ask(toQuestion(message, options));
  const drawing = drawDingtalkReply(reply, options.timezone);
  try {
    const answer = await postJson(world, 'DingTalk', sessionWebhook, drawing, { signal: new AbortController().signal });
    const error = dingtalkError(answer);
    if (error) throw error;
  } catch (error) {
    world.log.warn({ err: error }, 'DingTalk did not take an answer');
  }
}

function toQuestion(message: RobotMessage, { language, mayChange, config }: DingtalkBotOptions): Question {
  const { conversationId, conversationType, senderId, senderStaffId, robotCode, text } = message;
  const direct = conversationType === '1';
  const undeliverable = whyUndeliverable(message, config.clientId);
  return {
    text,
    // To a person the robot writes by the id in the organisation; a direct conversation's id serves only for answers.
    destination: direct && senderStaffId !== '' ? personAddress(senderStaffId) : `dingtalk/${conversationId}`,
    user: `dingtalk/${senderStaffId || senderId || robotCode}`,
    language,
    mayChange: async () => direct || roleMayChange(roleOf(message), mayChange),
    ...(undeliverable && { undeliverable }),
  };
}

const PERSON = 'dingtalk/user/';

function personAddress(staffId: string): string {
  return PERSON + staffId;
}

function roleOf({ isAdmin, senderStaffId }: RobotMessage): Role {
  if (isAdmin) return 'admin';
  return senderStaffId === '' ? 'guest' : 'member';
}

/** Announcements go through the app's own robot; a robot of another kind, or a stranger, it cannot write to. */
function whyUndeliverable({ conversationType, senderStaffId, robotCode }: RobotMessage, clientId: string) {
  if (robotCode !== '' && robotCode !== clientId) {
    return {
      en: 'This robot can only answer: announcements need the robot of the app whose clientId is in the config.',
      zh: '这个机器人只能回答，不能主动发消息：要订阅，请使用配置里 clientId 对应的企业内部应用机器人。',
    };
  }
  if (conversationType === '1' && senderStaffId === '') {
    return {
      en: 'DingTalk lets me write first only to members of the organisation. Subscribe in a group instead.',
      zh: '钉钉只允许我主动给本组织的成员发消息。你可以在群里订阅。',
    };
  }
  return undefined;
}
