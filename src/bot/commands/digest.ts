import type { EditionRecord } from '../../engine/engine.js';
import { foldTerm } from '../../library/fold-term.js';
import type { Message, MessageSection } from '../../message/message.js';
import type { BotContext, BotJob } from '../bot-context.js';
import { unquote } from '../clean-text.js';
import type { Asked, Command } from '../command.js';
import { commandText, echo, reply } from '../reply.js';
import { commandAction } from '../term-answers.js';

export const digest: Command = {
  name: 'digest',
  words: {
    en: [
      'digest',
      'digests',
      'latest digest',
      'weekly',
      'weekly digest',
      'newsletter',
      'recommended',
      'recommended reading',
    ],
    zh: ['周报', '最新周报', '推荐阅读', '本周推荐', '本周推荐阅读', '每周推荐', '推荐', '摘要', '週報'],
  },
  usage: { en: 'digest [JOB]', zh: '周报 [名称]' },
  help: { en: 'the newest digest', zh: '最新一期周报' },
  async run(asked, context) {
    const wanted = unquote(asked.argument);
    const job = wanted === '' ? undefined : findJob(wanted, context.jobs);
    if (wanted !== '' && !job) return unknownJob(wanted, asked, context);
    const edition = await context.newestEdition(job?.name);
    return edition ? editionReply(edition, asked, context) : noEdition(job, asked, context);
  },
};

function findJob(wanted: string, jobs: readonly BotJob[]): BotJob | undefined {
  const key = foldTerm(wanted);
  return jobs.find((job) => foldTerm(job.name) === key || foldTerm(job.title) === key);
}

function editionReply(edition: EditionRecord, { language }: Asked, context: BotContext): Message {
  const url = context.editionUrl?.(edition.id);
  const section = (heading: string, items: { title: string; url: string }[]): MessageSection[] =>
    items.length > 0 ? [{ heading, items: items.map(({ title, url }) => ({ title, url })) }] : [];
  const zh = language === 'zh';
  return {
    ...reply(language, edition.title),
    ...(url && { url }),
    date: edition.to,
    sections: [
      ...section(zh ? '新文章' : 'New posts', edition.posts),
      ...section(zh ? '推荐阅读' : 'Recommended reading', edition.readings),
    ],
    actions: url ? [{ type: 'link', label: zh ? '阅读全文' : 'Read it all', url }] : [],
    total: edition.posts.length + edition.readings.length,
  };
}

function noEdition(job: BotJob | undefined, { language }: Asked, context: BotContext): Message {
  const zh = language === 'zh';
  const name = job && `「${job.title}」`;
  const none = context.jobs.length === 0;
  return {
    ...reply(
      language,
      zh ? `${name ?? '周报'}还没有出过` : job ? `“${job.title}” has not come out yet` : 'No digest has come out yet',
    ),
    text: none
      ? zh
        ? '这里还没有设置周报。先看看最新文章吧。'
        : 'No digest is set up here. Here are the newest posts instead.'
      : zh
        ? '第一期出来后就能在这里看到。先看看最新文章吧。'
        : 'It will be here once the first edition is out. Until then, see the newest posts.',
    actions: [commandAction(zh ? '最新 5' : 'latest 5')],
    total: 0,
  };
}

function unknownJob(wanted: string, { language }: Asked, context: BotContext): Message {
  const shown = echo(wanted);
  const names = context.jobs.map((job) => job.name);
  const zh = language === 'zh';
  const list = names.join(zh ? '、' : ', ');
  return {
    ...reply(language, zh ? `没有叫「${shown}」的周报` : `There is no digest “${shown}”`),
    text:
      names.length > 0
        ? zh
          ? `有这些：${list}。`
          : `There is: ${list}.`
        : zh
          ? '这里还没有设置周报。'
          : 'No digest is set up here.',
    actions: names.map((name) => commandAction(commandText(digest, language, name))),
    total: 0,
  };
}
