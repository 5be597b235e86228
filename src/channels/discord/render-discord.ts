import { cleanLine } from '../../message/clean-line.js';
import { joinLines } from '../../message/join-lines.js';
import type { Message, MessageItem, MessageSection } from '../../message/message.js';
import { type Shown, shortenMessage } from '../../message/shorten-message.js';
import { truncate, wholeLines } from '../../message/truncate.js';
import { words } from '../../message/words.js';
import type { RenderContext } from '../channel.js';
import { coverOf } from '../cover-of.js';
import { itemFacts, postFacts, tagLine } from '../post-facts.js';
import { markdownUrl, webUrl } from '../web-url.js';
import { discordLines, discordLink, discordText } from './discord-markdown.js';

// docs.discord.com/developers/resources/message#embed-object-embed-limits: title 256, description 4096, footer 2048
// characters, 6000 in all; ours stay below that together.
const LONGEST_TITLE = 250;
const LONGEST_DESCRIPTION = 4000;
const LONGEST_FOOTER = 500;
/** What people read at a glance. */
const LONGEST_EXCERPT = 300;
const LONGEST_TEXT = 1500;
const LONGEST_NOTE = 500;
const LONGEST_NAME = 60;
const MOST_LINKS = 5;
/** The stripe beside an embed. */
const COLOUR = 0xb3_36_2b;

export interface DiscordEmbed {
  title: string;
  url?: string;
  description?: string;
  color: number;
  image?: { url: string };
  footer?: { text: string };
}

export interface DiscordPayload {
  embeds: [DiscordEmbed];
  /** Nobody is notified by name. */
  allowed_mentions: { parse: [] };
}

/** Draws a message as one embed: pure, and within the limits whatever the message holds. */
export function renderDiscord(message: Message, context: RenderContext): DiscordPayload {
  const { text, cover } = shortenMessage(
    { ...message, sections: message.sections.filter(({ items }) => items.length > 0) },
    (shorter, shown) => {
      const lines = message.kind === 'post' ? postLines(shorter) : listLines(shorter, shown, context);
      return { text: joinLines([...lines, '', ...links(shorter)]), cover: coverOf(shorter, shown) };
    },
    (drawn) => drawn.text.length <= LONGEST_DESCRIPTION,
  );
  // What is around a list may still be too long; it is cut between lines, so that no link is cut in two.
  const description = wholeLines(text, LONGEST_DESCRIPTION);
  const footer = message.kind === 'post' ? smallPrint(message, context) : '';
  const url = webUrl(message.url);
  const image = webUrl(cover);
  return {
    embeds: [
      {
        title: discordText(message.title, LONGEST_TITLE) || words(context.language).newPost,
        ...(url && { url }),
        ...(description && { description }),
        color: COLOUR,
        ...(image && { image: { url: image } }),
        ...(footer && { footer: { text: footer } }),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

function postLines(message: Message): string[] {
  const note = discordText(message.note ?? '', LONGEST_NOTE);
  return [
    note && `> ${note}`,
    discordLines(message.text ?? '', LONGEST_EXCERPT),
    '',
    tagLine(message, '  ', (tag) => hash(discordText(tag, LONGEST_NAME))),
  ];
}

function hash(tag: string): string {
  return tag && `#${tag}`;
}

/** Footers are plain text. */
function smallPrint(message: Message, { language }: RenderContext): string {
  return truncate(postFacts(message, language, ({ name }) => cleanLine(name)).join(' · '), LONGEST_FOOTER);
}

function links(message: Message): string[] {
  return message.actions
    .filter((action) => action.type === 'link')
    .slice(0, MOST_LINKS)
    .map(({ url, label }) => discordLink(url, label, LONGEST_NAME));
}

function listLines(message: Message, { omitted }: Shown, context: RenderContext): string[] {
  const say = words(context.language);
  const more = markdownUrl(message.url) ? say.moreOnPage(omitted) : say.more(omitted);
  const note = discordText(message.note ?? '', LONGEST_NOTE);
  return [
    note && `> ${note}`,
    discordLines(message.text ?? '', LONGEST_TEXT),
    ...message.sections.flatMap((section) => ['', ...sectionLines(section, context)]),
    '',
    omitted > 0 ? discordLink(message.url, more, LONGEST_TITLE) : '',
  ];
}

function sectionLines({ heading, items }: MessageSection, context: RenderContext): string[] {
  const name = discordText(heading ?? '', LONGEST_TITLE);
  return [...(name ? [`**${name}**`] : []), ...items.flatMap((item) => itemLines(item, context))];
}

/** Items with an excerpt stand apart; bare ones are the lines of one list. */
function itemLines(item: MessageItem, { language }: RenderContext): string[] {
  const facts = itemFacts(item, language, (text) => discordText(text, LONGEST_TITLE));
  const excerpt = discordText(item.excerpt ?? '', LONGEST_EXCERPT);
  const link = discordLink(item.url, item.title, LONGEST_TITLE);
  if (!excerpt) return [`- ${[link, ...facts].join(' · ')}`];
  return [[link && `**${link}**`, ...facts].join(' · '), excerpt, ''];
}
