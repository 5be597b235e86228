import { cleanMessage } from '../../message/clean-message.js';
import type { Message } from '../../message/message.js';
import { shortenMessage } from '../../message/shorten-message.js';
import { truncate, utf8Bytes } from '../../message/truncate.js';
import type { RenderContext } from '../channel.js';
import type { EmailOptions, Mailbox } from './email-options.js';
import { emailText } from './email-text.js';
import { emailWords } from './email-words.js';
import { editionLetter, LONGEST_HTML, letter, type Stationery } from './letter.js';

/** UTF-16 units, as all below. Lists of mails show about seventy of a subject. */
const LONGEST_SUBJECT = 200;
const LONGEST_TITLE = 250;
const LONGEST_TEXT = 1_500;
const LONGEST_NOTE = 500;
const LONGEST_NAME = 60;
const MOST_TAGS = 8;
const MOST_ACTIONS = 5;
const MOST_SECTIONS = 20;

/** A mail, but for its date and those who get blind copies. */
export interface EmailPayload {
  from: string;
  to: string[];
  replyTo?: string;
  subject: string;
  /** Message-ID, List-Id and so on. */
  headers: Record<string, string>;
  text: string;
  html: string;
}

/** RFC 5322 section 3.4: a group of nobody, for a mail all of whose readers get blind copies. */
const UNDISCLOSED = 'undisclosed-recipients:;';
/** The sender in a preview without a config. */
const NOBODY: Mailbox = { name: 'Postrider', address: 'postrider@localhost' };

/** Draws a message as a mail: pure, and within the limits whatever the message holds. */
export function renderEmail(message: Message, context: RenderContext, options: Partial<EmailOptions>): EmailPayload {
  const { from = NOBODY, to = [], replyTo, unsubscribe = `mailto:${from.address}?subject=unsubscribe` } = options;
  const stationery: Stationery = {
    language: context.language,
    say: emailWords(context.language),
    sender: from.name || from.address,
    unsubscribe: new URL(unsubscribe).href,
  };
  const shown = bounded(cleanMessage(message));
  return {
    from: header(from),
    to: to.length > 0 ? to.map(header) : [UNDISCLOSED],
    ...(replyTo && { replyTo: header(replyTo) }),
    subject: truncate(shown.title, LONGEST_SUBJECT),
    headers: headersOf(context, from, stationery.unsubscribe, options.listId),
    ...bodyOf(shown, stationery),
  };
}

function headersOf(
  { deliveryId, language }: RenderContext,
  { address }: Mailbox,
  unsubscribe: string,
  listId: string | undefined,
): Record<string, string> {
  const [name = '', domain = 'localhost'] = address.split('@');
  return {
    // The same delivery always has the same, so that a mail that is sent again is the same mail.
    ...(deliveryId && { 'Message-ID': `<${deliveryId.replace(/[^\w.-]/g, '-')}@${domain}>` }),
    'List-Id': `<${listId ?? `${name.replace(/[^\w-]+/g, '-')}.${domain}`}>`,
    'List-Unsubscribe': `<${unsubscribe}>`,
    // RFC 8058 section 3.1: only beside an https address.
    ...(unsubscribe.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    'Content-Language': language,
    // RFC 3834, and what Exchange reads: no out-of-office notes to a list.
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  };
}

/** `"Name" <a@example.org>`; whoever composes the mail encodes the name. */
function header({ name, address }: Mailbox): string {
  return name ? `"${name.replace(/["\\]/g, '\\$&')}" <${address}>` : address;
}

function bodyOf(message: Message, stationery: Stationery): Pick<EmailPayload, 'text' | 'html'> {
  if (message.body) {
    return { text: emailText(message, stationery, 0), html: editionLetter(message, message.body, stationery) };
  }
  return shortenMessage(
    message,
    (shorter, { omitted }) => ({
      text: emailText(shorter, stationery, omitted),
      html: letter(shorter, stationery, omitted),
    }),
    ({ html }) => utf8Bytes(html) <= LONGEST_HTML,
  );
}

/** Texts no longer than a letter bears, so that its frame always fits. */
function bounded(message: Message): Message {
  return {
    ...message,
    title: truncate(message.title, LONGEST_TITLE),
    ...(message.text !== undefined && { text: truncate(message.text, LONGEST_TEXT) }),
    ...(message.note !== undefined && { note: truncate(message.note, LONGEST_NOTE) }),
    authors: message.authors.map((author) => ({ ...author, name: truncate(author.name, LONGEST_NAME) })),
    tags: message.tags.slice(0, MOST_TAGS).map((tag) => truncate(tag, LONGEST_NAME)),
    actions: message.actions
      .slice(0, MOST_ACTIONS)
      .map((action) => ({ ...action, label: truncate(action.label, LONGEST_NAME) })),
    sections: message.sections.slice(0, MOST_SECTIONS).map(({ heading, items }) => ({
      ...(heading !== undefined && { heading: truncate(heading, LONGEST_NAME) }),
      items: items.map((item) => ({
        ...item,
        title: truncate(item.title, LONGEST_TITLE),
        ...(item.reason !== undefined && { reason: truncate(item.reason, LONGEST_NAME) }),
      })),
    })),
  };
}
