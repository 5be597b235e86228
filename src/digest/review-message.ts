import type { Draft } from '../engine/engine.js';
import type { Language, Message, MessageItem, MessageSection, ReviewAction } from '../message/message.js';
import { type DraftSource, draftEdition, draftLinks, draftSource } from './draft.js';
import { DECIDED_BY } from './draft-decision.js';
import { editionMessage } from './edition-message.js';
import { urlKey } from './link-key.js';
import { plainText } from './plain-text.js';
import { zonedIso } from './zoned-time.js';

export interface ReviewMessageOptions {
  language: Language;
  /** Where the edition can be read once it is out. */
  pageUrl?: string;
}

/** Lists longer than this may be cut short at their end, where what was left out would be out of reach. */
const LONG_LIST = 20;

/** A draft for its reviewers: the edition as a channel shows it, with what they can do about it, or what became of it. */
export function reviewMessage(draft: Draft, { language, pageUrl }: ReviewMessageOptions): Message {
  const source = draftSource(draft);
  const shown = editionMessage(draftEdition(source), { language });
  const waiting = draft.state === 'waiting';
  const { body: _, ...message } = shown;
  return {
    ...message,
    note: waiting ? waitingNote(draft, source, language) : decidedNote(draft, source, language),
    ...(draft.state === 'sent' && { url: pageUrl }),
    sections: waiting ? withDecisions(shown.sections, draft, source, language) : shown.sections,
    actions: [],
    ...(waiting && { reviews: decisions(draft, language) }),
  };
}

function withDecisions(
  sections: readonly MessageSection[],
  draft: Draft,
  source: DraftSource,
  language: Language,
): MessageSection[] {
  const links = draftLinks(source);
  const say = words[language];
  const review = (index: number): ReviewAction => {
    const step = links[index]?.dropped ? 'restore' : 'drop';
    return { step, label: say[step], draft: draft.id, detail: index };
  };
  const kept = (item: MessageItem): MessageItem => {
    const index = links.findIndex(({ url, dropped }) => item.url && !dropped && urlKey(url) === urlKey(item.url));
    return index < 0 ? item : { ...item, review: review(index) };
  };
  const dropped = links.flatMap((link, index) =>
    link.dropped ? [{ title: plainText(link.title), url: link.url, review: review(index) }] : [],
  );
  const going = sections.map(({ heading, items }) => ({ heading, items: items.map(kept) }));
  const leftOut = dropped.length > 0 ? [{ heading: say.dropped, items: dropped }] : [];
  return links.length > LONG_LIST ? [...leftOut, ...going] : [...going, ...leftOut];
}

function decisions({ id, version }: Draft, language: Language): ReviewAction[] {
  const say = words[language];
  return [
    { step: 'approve', label: say.approve, draft: id, detail: version },
    { step: 'intro', label: say.intro, draft: id, detail: version },
    { step: 'skip', label: say.skip, draft: id, detail: version, confirm: say.confirmSkip },
  ];
}

function waitingNote({ deadline, onTimeout }: Draft, { job }: DraftSource, language: Language): string {
  const say = words[language];
  return `${say.waiting(job.channels)}\n${say.unless[onTimeout](moment(deadline, job.timezone))}`;
}

function decidedNote({ state, decided, deadline }: Draft, { job }: DraftSource, language: Language): string {
  if (!decided || state === 'waiting') return '';
  const say = words[language][state];
  const at = moment(decided.at, job.timezone);
  switch (decided.by) {
    case DECIDED_BY.deadline:
      return say.deadline(moment(deadline, job.timezone));
    case DECIDED_BY.command:
    case DECIDED_BY.newer:
      return say[decided.by](at);
    case DECIDED_BY.console:
      return say.by(words[language].console, at);
    default:
      return say.by(decided.by, at);
  }
}

/** `2022-02-04 10:00` */
function moment(at: number, timezone: string): string {
  return zonedIso(at, timezone).slice(0, 16).replace('T', ' ');
}

const words = {
  zh: {
    approve: '批准并发送',
    intro: '修改开头',
    skip: '跳过这一期',
    confirmSkip: { text: '这一期不会发送，之后不能恢复。', yes: '跳过', no: '取消' },
    drop: '去掉',
    restore: '放回',
    dropped: '不会发送的链接',
    console: '管理后台',
    waiting: (channels: readonly string[]) =>
      channels.length > 0
        ? `📝 待审核。批准后发到 ${channels.join('、')}。`
        : '📝 待审核。批准后只在网页和订阅源里发布。',
    unless: {
      skip: (at: string) => `到 ${at} 没有人批准，就不发送。`,
      send: (at: string) => `到 ${at} 没有人决定，就照现在的样子发送。`,
    },
    sent: {
      by: (who: string, at: string) => `✅ ${who} 于 ${at} 批准，已经发出。`,
      deadline: (at: string) => `✅ 到 ${at} 没有人决定，按设置发出。`,
      command: (at: string) => `✅ 已于 ${at} 用命令 postrider digest 发出，内容以发出的为准。`,
      'newer-edition': (at: string) => `✅ 已于 ${at} 发出。`,
    },
    skipped: {
      by: (who: string, at: string) => `🚫 ${who} 于 ${at} 跳过了这一期，没有发送。`,
      deadline: (at: string) => `🚫 到 ${at} 没有人批准，这一期没有发送。`,
      command: (at: string) => `🚫 已于 ${at} 跳过，没有发送。`,
      'newer-edition': (at: string) => `🚫 ${at} 有了更新的一期，这一期没有发送。`,
    },
  },
  en: {
    approve: 'Approve and send',
    intro: 'Edit opening',
    skip: 'Skip this edition',
    confirmSkip: { text: 'It will not be sent, and cannot be brought back.', yes: 'Skip it', no: 'Cancel' },
    drop: 'Remove',
    restore: 'Put back',
    dropped: 'Left out',
    console: 'the admin console',
    waiting: (channels: readonly string[]) =>
      channels.length > 0
        ? `📝 A draft for review. Once approved it goes to ${channels.join(', ')}.`
        : '📝 A draft for review. Once approved it is published on its page and in the feeds.',
    unless: {
      skip: (at: string) => `If nobody approves it by ${at}, it is not sent.`,
      send: (at: string) => `If nobody decides by ${at}, it goes out as it is.`,
    },
    sent: {
      by: (who: string, at: string) => `✅ Approved by ${who} at ${at}: it went out.`,
      deadline: (at: string) => `✅ Nobody decided by ${at}: it went out, as the job says.`,
      command: (at: string) => `✅ Sent with the command postrider digest at ${at}, as it was composed then.`,
      'newer-edition': (at: string) => `✅ It went out at ${at}.`,
    },
    skipped: {
      by: (who: string, at: string) => `🚫 Skipped by ${who} at ${at}: it was not sent.`,
      deadline: (at: string) => `🚫 Nobody approved it by ${at}: it was not sent.`,
      command: (at: string) => `🚫 Skipped at ${at}: it was not sent.`,
      'newer-edition': (at: string) => `🚫 A newer edition was composed at ${at}; this one was not sent.`,
    },
  },
};
