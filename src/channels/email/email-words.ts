import type { Language } from '../../message/message.js';

/** What an e-mail says around the message. */
export interface EmailWords {
  /** In the last lines: why it came. */
  why(sender: string): string;
  unsubscribe: string;
  /** Leads to the page of an edition or to the list of all posts. */
  onThePage: string;
  /** Below a text that was too long for a mail. */
  rest: string;
}

const zh: EmailWords = {
  why: (sender) => `你收到这封邮件，是因为订阅了「${sender}」。`,
  unsubscribe: '退订',
  onThePage: '在网页上查看',
  rest: '邮件里放不下了，其余内容请到网页上阅读。',
};

const en: EmailWords = {
  why: (sender) => `You receive this because you subscribed to ${sender}.`,
  unsubscribe: 'Unsubscribe',
  onThePage: 'View on the web',
  rest: 'That is as much as fits into a mail; the rest is on the web.',
};

export function emailWords(language: Language): EmailWords {
  return language === 'zh' ? zh : en;
}
