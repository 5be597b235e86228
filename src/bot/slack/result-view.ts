import type { ModalView } from '@slack/types';
import type { Message } from '../../message/message.js';
import { languageOf } from '../../message/words.js';
import { drawReply } from './draw-reply.js';

/** An answer in a modal. `channel` is the place it was asked from. */
export function resultView(message: Message, channel: string, timezone: string): ModalView {
  const zh = languageOf(message.lang) === 'zh';
  return {
    type: 'modal',
    callback_id: 'result',
    private_metadata: channel,
    title: { type: 'plain_text', text: zh ? '回答' : 'Answer' },
    close: { type: 'plain_text', text: zh ? '返回' : 'Back' },
    blocks: drawReply(message, { timezone }).blocks,
  };
}
