import { decodeXML } from 'entities';
import { escapeMarkdown, escapeMarkdownLine, markdownUrl } from '../../content/markdown/escape-markdown.js';

/** Stand for Markdown's marks while the text around them is escaped. */
const BOLD = '\uE010';
const ITALIC = '\uE011';
const STRIKE = '\uE012';

/**
 * A Slack message (mrkdwn, docs.slack.dev/messaging/formatting-message-text) as Markdown.
 * @param nameOf the name to show for a user id; undefined keeps people unnamed
 */
export function slackToMarkdown(text: string, nameOf: (user: string) => string | undefined): string {
  return text
    .split(/(```.*?```)/s)
    .map((part, index) => (index % 2 === 1 ? fence(part) : lines(part, nameOf)))
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The user ids a message mentions. */
export function mentionedUsers(text: string): string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, user]) => user as string);
}

function fence(block: string): string {
  const code = decodeXML(block.slice(3, -3)).replace(/^\n|\n$/g, '');
  // A longer fence holds whatever number of backticks the code has.
  const mark = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `\n\n${mark}\n${code}\n${mark}\n\n`;
}

function lines(text: string, nameOf: (user: string) => string | undefined): string {
  // Slack breaks lines where the writer did; within a paragraph Markdown needs two spaces for that.
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, '').split('\n'))
    .map((written) => written.map((line) => oneLine(line, nameOf)).join('  \n'))
    .join('\n\n')
    .replace(/^(- .*) {2}$/gm, '$1');
}

function oneLine(line: string, nameOf: (user: string) => string | undefined): string {
  const [, lead = '', rest = ''] = /^(\s*(?:&gt;\s?|[•◦▪]\s+)?)(.*)$/s.exec(line) ?? [];
  const text = inline(rest, nameOf);
  if (lead.includes('&gt;')) return `> ${text}`;
  return /[•◦▪]/.test(lead) ? `- ${text}` : escapeStart(text);
}

/** The text is escaped already, except for what only means something at the start of a line. */
function escapeStart(text: string): string {
  const [, start = ''] = /^(#{1,6}|>|[-+]|={3,}|-{3,}|\d{1,9}[.)])(?=\s|$)/.exec(text) ?? [];
  return start === '' ? text : `${escapeMarkdownLine(`${start} `.trim())}${text.slice(start.length)}`;
}

function inline(text: string, nameOf: (user: string) => string | undefined): string {
  return text
    .split(/(`[^`\n]+`|<[^<>\n]+>)/)
    .map((part, index) => {
      if (index % 2 === 0) return styled(part);
      return part.startsWith('`') ? `\`${decodeXML(part.slice(1, -1))}\`` : reference(part.slice(1, -1), nameOf);
    })
    .join('');
}

/** `*bold*`, `_italic_` and `~strike~` where Slack takes them for that: at the edges of words. */
function styled(text: string): string {
  const marked = decodeXML(text)
    .replace(/(?<![\p{L}\p{N}*])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])/gu, `${BOLD}$1${BOLD}`)
    .replace(/(?<![\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])/gu, `${ITALIC}$1${ITALIC}`)
    .replace(/(?<![\p{L}\p{N}~])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])/gu, `${STRIKE}$1${STRIKE}`);
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(marked) ?? [];
  return `${before}${escapeMarkdown(core)}${after}`
    .replaceAll(BOLD, '**')
    .replaceAll(ITALIC, '*')
    .replaceAll(STRIKE, '~~');
}

/** What stands between `<` and `>`: people, channels, groups, dates and links. */
function reference(inner: string, nameOf: (user: string) => string | undefined): string {
  const [target = '', label] = inner.split('|');
  const said = label === undefined ? undefined : decodeXML(label);
  if (target.startsWith('@')) return `@${escapeMarkdown(nameOf(target.slice(1)) ?? '…')}`;
  if (target.startsWith('#')) return `#${escapeMarkdown(said || target.slice(1))}`;
  if (target.startsWith('!')) return escapeMarkdown(said ?? `@${target.slice(1).split('^')[0]}`);
  const url = decodeXML(target);
  if (!/^https?:/i.test(url)) return escapeMarkdown(said ?? url.replace(/^mailto:/, ''));
  return `[${escapeMarkdown(said || url)}](${markdownUrl(url)})`;
}
