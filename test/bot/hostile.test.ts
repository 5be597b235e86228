import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer } from '../../src/bot/answer.js';
import { commands } from '../../src/bot/commands/index.js';
import { drawDingtalkReply } from '../../src/bot/dingtalk/draw-dingtalk-reply.js';
import { readRobotMessage } from '../../src/bot/dingtalk/robot-message.js';
import { replyText } from '../../src/bot/reply-text.js';
import { drawReply } from '../../src/bot/slack/draw-reply.js';
import { slackText } from '../../src/bot/slack/slack-text.js';
import { blockFaults } from '../support/block-kit.js';
import { botLibrary } from '../support/bot-library.js';

const words = commands.flatMap((command) => [...command.words.en, ...command.words.zh]);
const text = fc
  .tuple(fc.oneof(fc.constantFrom(...words), fc.constant('')), fc.string({ unit: 'binary', maxLength: 600 }))
  .map(([word, rest]) => `${word} ${rest}`);

describe('whatever somebody types', () => {
  it('gets an answer that every medium can show, and that pings nobody', async () => {
    const context = { library: botLibrary, newestEdition: async () => undefined, jobs: [], now: Date.now };
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('en' as const, 'zh' as const), async (typed, language) => {
        const question = { text: slackText(typed), destination: 'slack/C1', user: 'slack/U1', language };
        const message = await answer(question, context);
        expect(replyText(message)).not.toBe('');
        const { text: notification, blocks } = drawReply(message, { timezone: 'Asia/Shanghai', shareable: typed });
        expect(blockFaults(blocks)).toEqual([]);
        expect(notification).not.toMatch(/<[@!]/);
        const drawing = drawDingtalkReply(message, 'Asia/Shanghai');
        expect(Buffer.byteLength(JSON.stringify(drawing))).toBeLessThan(20_000);
        expect(drawing).not.toHaveProperty('at');
      }),
      { numRuns: 500 },
    );
  });

  it('is read from any JSON that DingTalk could send', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, content) => {
        readRobotMessage(value);
        const message = readRobotMessage({
          conversationId: 'cid',
          sessionWebhook: 'https://x',
          text: content,
          content,
        });
        expect(typeof message?.text).toBe('string');
      }),
    );
  });
});
