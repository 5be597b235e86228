import { type DingtalkDrawing, renderDingtalk } from '../../channels/dingtalk/render-dingtalk.js';
import { cleanLine } from '../../message/clean-line.js';
import type { Message, MessageAction } from '../../message/message.js';
import { truncate, utf8Bytes } from '../../message/truncate.js';
import { languageOf } from '../../message/words.js';

/** The platform refuses bodies over 20,000 bytes. */
const LONGEST_BODY = 19_000;
const MOST_BUTTONS = 5;
const LONGEST_LABEL = 40;
/** Up to this many short buttons stand side by side. */
const SIDE_BY_SIDE = 2;

/** An answer in DingTalk: Markdown, or with commands to go on with a card whose buttons say them. */
export function drawDingtalkReply(message: Message, timezone: string): DingtalkDrawing {
  const context = { language: languageOf(message.lang), timezone };
  const buttons = message.actions.flatMap(commandButton).slice(0, MOST_BUTTONS);
  const inText = message.actions.filter((action) => action.type === 'link');
  const longest = LONGEST_BODY - utf8Bytes(JSON.stringify(buttons));
  return withButtons(renderDingtalk({ ...message, actions: inText }, context, { longest }), buttons);
}

interface CardButton {
  title: string;
  actionURL: string;
}

/** DingTalk's buttons only open addresses; this one says the command in the chat, as if it had been typed. */
function commandButton(action: MessageAction): CardButton[] {
  if (action.type !== 'command') return [];
  const actionURL = `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(action.command)}`;
  return [{ title: truncate(cleanLine(action.label), LONGEST_LABEL), actionURL }];
}

function withButtons(drawing: DingtalkDrawing, buttons: CardButton[]): DingtalkDrawing {
  const [first, ...others] = buttons;
  if (drawing.msgtype !== 'markdown' || !first) return drawing;
  const { title, text } = drawing.markdown;
  if (others.length === 0) {
    const { title: singleTitle, actionURL: singleURL } = first;
    return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation: '0', singleTitle, singleURL } };
  }
  const btnOrientation = buttons.length <= SIDE_BY_SIDE ? '1' : '0';
  return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation, btns: buttons } };
}
