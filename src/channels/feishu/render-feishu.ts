import { cleanLine, cleanLines } from '../../message/clean-line.js';
import type { Message, MessageItem, MessageSection } from '../../message/message.js';
import { shortenMessage } from '../../message/shorten-message.js';
import { truncate, utf8Bytes } from '../../message/truncate.js';
import { words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { itemFacts, postFacts, tagLine } from '../post-facts.js';
import { webUrl } from '../web-url.js';
import { feishuLink, feishuText } from './feishu-markdown.js';

// open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: 20 KB for the whole body; room is left for the signature.
const LONGEST_BODY = 19_000;
// …/feishu-cards/card-components: three tags beside the title (which shows four lines), 100 characters on a button.
const MOST_HEADER_TAGS = 3;
const MOST_BUTTONS = 5;
/** What people read at a glance, in characters. */
const LONGEST_TITLE = 200;
const LONGEST_EXCERPT = 240;
const LONGEST_TEXT = 1500;
const LONGEST_NOTE = 500;
const LONGEST_NAME = 60;
const LONGEST_TAG = 30;

interface PlainText {
  tag: 'plain_text';
  content: string;
}

export type FeishuElement =
  | { tag: 'div'; text: PlainText }
  | { tag: 'markdown'; content: string }
  | { tag: 'note'; elements: PlainText[] }
  | { tag: 'action'; actions: { tag: 'button'; text: PlainText; type: 'primary' | 'default'; url: string }[] };

/**
 * A card in its JSON 1.0, which every client draws (2.0 needs 7.20). It has no picture: cards show only pictures that
 * an app has uploaded before, and a custom robot has no app.
 */
export interface FeishuPayload {
  msg_type: 'interactive';
  card: {
    header: {
      template: 'blue';
      title: PlainText;
      text_tag_list?: { tag: 'text_tag'; text: PlainText; color: 'blue' }[];
    };
    card_link?: { url: string };
    elements: FeishuElement[];
  };
}

export interface FeishuDrawingOptions {
  /** A word the robot's security setting asks for; it is added where the message lacks it. */
  keyword?: string;
}

/** Draws a message as a card: pure, and within the limits whatever the message holds. */
export function renderFeishu(message: Message, context: RenderContext, options: FeishuDrawingOptions): FeishuPayload {
  return shortenMessage(
    { ...message, sections: message.sections.filter(({ items }) => items.length > 0) },
    (shorter, { omitted }) => card(shorter, omitted, context, options),
    (payload) => utf8Bytes(JSON.stringify(payload)) <= LONGEST_BODY,
  );
}

function card(
  message: Message,
  omitted: number,
  context: RenderContext,
  { keyword }: FeishuDrawingOptions,
): FeishuPayload {
  const title = truncate(cleanLine(message.title), LONGEST_TITLE) || words(context.language).newPost;
  const url = webUrl(message.url);
  const tags = message.kind === 'post' ? headerTags(message) : [];
  const texts = message.kind === 'post' ? postElements(message, context) : listElements(message, omitted, context);
  const said = [title, ...texts.map((element) => (element.tag === 'div' ? element.text.content : ''))];
  const missing = keyword !== undefined && !said.some((text) => text.includes(keyword));
  const elements = [...texts, ...(missing ? note(keyword) : []), ...buttons(message, context)];
  return {
    msg_type: 'interactive',
    card: {
      header: {
        template: 'blue',
        title: plain(title),
        ...(tags.length > 0 && { text_tag_list: tags }),
      },
      ...(url && { card_link: { url } }),
      elements: elements.length > 0 ? elements : note(words(context.language).newPost),
    },
  };
}

function headerTags(message: Message) {
  return message.tags
    .map((tag) => truncate(cleanLine(tag), LONGEST_TAG))
    .filter(Boolean)
    .slice(0, MOST_HEADER_TAGS)
    .map((tag) => ({ tag: 'text_tag' as const, text: plain(tag), color: 'blue' as const }));
}

function postElements(message: Message, { language }: RenderContext): FeishuElement[] {
  const say = words(language);
  const tags = tagLine(message, say.comma, (tag) => truncate(cleanLine(tag), LONGEST_NAME));
  return [
    ...text(message.note, LONGEST_NOTE),
    ...text(message.text, LONGEST_EXCERPT),
    ...note(postFacts(message, language, ({ name }) => truncate(cleanLine(name), LONGEST_NAME)).join(' · ')),
    // The header has room for the first ones only.
    ...(message.tags.length > MOST_HEADER_TAGS ? note(`${say.tags}${say.colon}${tags}`) : []),
  ];
}

function listElements(message: Message, omitted: number, context: RenderContext): FeishuElement[] {
  return [
    ...text(message.note, LONGEST_NOTE),
    ...text(message.text, LONGEST_TEXT),
    ...message.sections.flatMap((section) => sectionElement(section, context)),
    ...(omitted > 0 ? note(words(context.language).more(omitted)) : []),
  ];
}

function sectionElement({ heading, items }: MessageSection, { language }: RenderContext): FeishuElement[] {
  const name = feishuText(heading ?? '', LONGEST_TITLE);
  const content = [name && `**${name}**`, ...items.map((item) => itemLines(item, language))].filter(Boolean).join('\n');
  return content === '' ? [] : [{ tag: 'markdown', content }];
}

function itemLines(item: MessageItem, language: RenderContext['language']): string {
  const facts = itemFacts(item, language, (reason) => feishuText(reason, LONGEST_TITLE)).join(' · ');
  const grey = facts && `<font color='grey'>${facts}</font>`;
  const title = [feishuLink(item.url, item.title, LONGEST_TITLE), grey].filter(Boolean).join('  ');
  const excerpt = feishuText(item.excerpt ?? '', LONGEST_EXCERPT);
  return excerpt ? `- ${title}\n${excerpt}` : `- ${title}`;
}

/** Text that Feishu shows as it is, mentions and marks included. */
function text(value: string | undefined, max: number): FeishuElement[] {
  const content = truncate(cleanLines(value ?? ''), max);
  return content === '' ? [] : [{ tag: 'div', text: plain(content) }];
}

function note(content: string): FeishuElement[] {
  return content === '' ? [] : [{ tag: 'note', elements: [plain(content)] }];
}

function buttons(message: Message, { language }: RenderContext): FeishuElement[] {
  const say = words(language);
  const own = message.url ? [{ label: message.kind === 'post' ? say.readMore : say.openPage, url: message.url }] : [];
  const actions = [...own, ...message.actions.filter((action) => action.type === 'link')]
    .flatMap(({ label, url }, index) => {
      const target = webUrl(url);
      const shown = truncate(cleanLine(label), LONGEST_NAME);
      const type = index === 0 ? ('primary' as const) : ('default' as const);
      return target && shown ? [{ tag: 'button' as const, text: plain(shown), type, url: target }] : [];
    })
    .slice(0, MOST_BUTTONS);
  return actions.length > 0 ? [{ tag: 'action', actions }] : [];
}

function plain(content: string): PlainText {
  return { tag: 'plain_text', content };
}
