import { formatDate } from '../../message/format-date.js';
import type { Language, Message, MessageItem } from '../../message/message.js';
import { truncate } from '../../message/truncate.js';
import { words } from '../../message/words.js';
import { itemFacts } from '../post-facts.js';
import { webUrl } from '../web-url.js';
import { bylineOf, type Stationery } from './letter.js';
import { markdownText } from './markdown-text.js';

/** UTF-16 units: more than anybody reads. */
const LONGEST = 100_000;

/** The mail for those who read plain text, and for those who search. @param omitted items that the message leaves out */
export function emailText(message: Message, stationery: Stationery, omitted: number): string {
  const { title, url, note, text, body, sections, tags } = message;
  const { language, say, sender, unsubscribe } = stationery;
  const { colon, more, readMore } = words(language);
  const page = webUrl(url);
  const byline = [message.date ? formatDate(message.date, language) : '', bylineOf(message, language)];
  const told = body
    ? [markdownText(body, page ?? 'about:blank')]
    : [
        note,
        text,
        ...sections.flatMap(({ heading, items }) => [
          heading && `【${heading}】`,
          ...items.map((item) => itemText(item, language)),
        ]),
        omitted > 0 && more(omitted),
        tags.map((tag) => `#${tag}`).join(' '),
      ];
  const blocks = [
    [title, byline.filter(Boolean).join(' · ')].filter(Boolean).join('\n'),
    truncate(told.filter(Boolean).join('\n\n'), LONGEST),
    page && `${message.kind === 'post' ? readMore : say.onThePage}${colon}${page}`,
    ...actionLines(message, page, language),
    // RFC 3676 section 4.3: what follows is a signature.
    `-- \n${say.why(sender)}\n${say.unsubscribe}${colon}${unsubscribe}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function actionLines({ actions }: Message, page: string | undefined, language: Language): string[] {
  return actions.flatMap((action) => {
    if (action.type === 'command') return [words(language).send(action.label, action.command)];
    const href = webUrl(action.url);
    return href && href !== page ? [`${action.label}${words(language).colon}${href}`] : [];
  });
}

function itemText(item: MessageItem, language: Language): string {
  const facts = itemFacts(item, language, (text) => text).join(' · ');
  const rest = [facts, item.excerpt, webUrl(item.url)].filter(Boolean).map((line) => `  ${line}`);
  return [`• ${item.title}`, ...rest].join('\n');
}
