import { DECIDED_BY, type DraftAnswer } from '../../digest/draft-decision.js';
import type { Draft } from '../../engine/engine.js';
import type { Language } from '../../message/message.js';

/** What a reviewer is told in private; undefined when the review message itself shows what was done. */
export function reviewAnswer(answer: DraftAnswer, language: Language): string | undefined {
  const say = words[language];
  switch (answer.type) {
    case 'done':
      return undefined;
    case 'not-allowed':
      return say.notAllowed;
    case 'changed':
      return say.changed;
    case 'unknown':
      return say.unknown;
    case 'decided':
      return say.decided[answer.draft.state === 'sent' ? 'sent' : 'skipped'](by(answer.draft, language));
  }
}

function by({ decided }: Draft, language: Language): string {
  const zh = language === 'zh';
  switch (decided?.by) {
    case DECIDED_BY.console:
      return zh ? '管理员在后台' : 'An admin, in the console,';
    case DECIDED_BY.command:
      return zh ? '管理员用命令' : 'An admin, with a command,';
    case DECIDED_BY.deadline:
      return zh ? '时间已到，Postrider' : 'The time was up, and Postrider';
    case DECIDED_BY.newer:
      return zh ? '已有更新的一期，Postrider' : 'There is a newer edition, and Postrider';
    default:
      return decided?.by ?? '';
  }
}

const words = {
  zh: {
    notAllowed: '谢谢关心！这一期由指定的审核人决定，如有建议请告诉他们。',
    changed: '这一期刚刚有改动，请看过现在的内容再批准。',
    unknown: '这一期草稿已经找不到了。',
    decided: {
      sent: (who: string) => `${who}已经发出了这一期。`,
      skipped: (who: string) => `${who}已经跳过了这一期，没有发送。`,
    },
  },
  en: {
    notAllowed:
      'Thank you for looking! Only the reviewers of this digest decide; please tell them what you would change.',
    changed: 'This draft was changed a moment ago. Please look at it as it is now, then approve.',
    unknown: 'This draft is no longer there.',
    decided: {
      sent: (who: string) => `${who} has sent this edition already.`,
      skipped: (who: string) => `${who} has skipped this edition already; it was not sent.`,
    },
  },
};
