import type { KnownBlock } from '@slack/types';
import { COMMAND_ACTION, renderSlack, type SlackDrawing } from '../../channels/slack/render-slack.js';
import type { Message } from '../../message/message.js';
import { languageOf } from '../../message/words.js';

/** The `action_id` of a command's button in an answer: the answer it gives replaces that one. */
export const ANSWER_ACTION = /^answer_\d+$/;
export const SHARE_ACTION = 'share';
/** Slack: at most 2000 characters in a button's value. */
const LONGEST_VALUE = 2000;

export interface ReplyDrawing {
  /** IANA zone. */
  timezone: string;
  /** Adds a button that shows the answer to everybody; the text of the question that gives it. */
  shareable?: string;
  /** Who shared it, as plain text. */
  sharedBy?: string;
}

/** An answer in Slack. */
export function drawReply(message: Message, { timezone, shareable, sharedBy }: ReplyDrawing): SlackDrawing {
  const language = languageOf(message.lang);
  const { text, blocks } = renderSlack(message, { language, timezone });
  const zh = language === 'zh';
  const drawn = blocks.map(inPlace);
  if (shareable !== undefined && hasPosts(message) && shareable.length <= LONGEST_VALUE) {
    drawn.push({
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: SHARE_ACTION,
          text: { type: 'plain_text', text: zh ? '分享到频道' : 'Share here' },
          value: shareable,
        },
      ],
    });
  }
  if (sharedBy) {
    // Plain text: a name can mention nobody.
    const text = zh ? `由 ${sharedBy} 分享` : `Shared by ${sharedBy}`;
    drawn.push({ type: 'context', elements: [{ type: 'plain_text', text: text.slice(0, 200), emoji: false }] });
  }
  return { text, blocks: drawn };
}

/** Only what others would want to read is worth sharing. */
function hasPosts(message: Message): boolean {
  return message.sections.some((section) => section.items.some((item) => item.url !== undefined));
}

function inPlace(block: KnownBlock): KnownBlock {
  if (block.type !== 'actions') return block;
  const elements = block.elements.map((element) =>
    element.type === 'button' && COMMAND_ACTION.test(element.action_id ?? '')
      ? { ...element, action_id: element.action_id?.replace('command', 'answer') }
      : element,
  );
  return { ...block, elements };
}
