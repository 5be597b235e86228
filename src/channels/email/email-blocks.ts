import { htmlText } from '../html-markup.js';
import { webUrl } from '../web-url.js';

/*
 * The pieces of an HTML mail, each one row of the letter's table. Outlook draws with Word's engine and Gmail drops style
 * sheets, so that everything is tables and inline styles. Colours are dark on light with enough contrast to stay
 * readable when a client turns them round for dark mode (no pure black, no text on pictures).
 */

/** CSS pixels: the width every client shows. */
export const LETTER_WIDTH = 600;
const MARGIN = 28;
const PICTURE_WIDTH = LETTER_WIDTH - 2 * MARGIN;
const THUMB_WIDTH = 112;

export const COLOURS = {
  desk: '#eef1f4',
  paper: '#ffffff',
  ink: '#1f2430',
  text: '#3c4454',
  muted: '#5b6575',
  line: '#e4e7ec',
  accent: '#0b61c4',
  onAccent: '#ffffff',
  code: '#f4f6f8',
} as const;

/** Chinese fonts of each system by name: Outlook falls back to a serif otherwise. */
export const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI','PingFang SC','Microsoft YaHei',Roboto,Helvetica,Arial,sans-serif";

/** A row of the letter. */
function row(content: string, top: number): string {
  return `<tr><td style="padding:${top}px ${MARGIN}px 0;${FONT}">${content}</td></tr>\n`;
}

function link(url: string | undefined, content: string, style: string): string {
  const href = webUrl(url);
  if (!href) return `<span style="${style}">${content}</span>`;
  return `<a href="${htmlText(href)}" style="${style};text-decoration:none">${content}</a>`;
}

/** Who writes, and when: the line above everything. */
export function masthead(sender: string, date: string): string {
  const cell = `padding:20px ${MARGIN}px 0;${FONT};font-size:13px;line-height:20px;color:${COLOURS.muted}`;
  return `<tr><td style="${cell}"><b style="color:${COLOURS.accent}">${htmlText(sender)}</b>${date ? ` &nbsp;·&nbsp; ${htmlText(date)}` : ''}</td></tr>\n`;
}

export function title(text: string, url: string | undefined): string {
  const style = `color:${COLOURS.ink};font-size:24px;line-height:32px;font-weight:700`;
  return row(`<h1 style="margin:0;font-size:24px;line-height:32px">${link(url, htmlText(text), style)}</h1>`, 10);
}

/** Authors, reading time: small and quiet. */
export function meta(text: string): string {
  return row(`<p style="margin:0;font-size:13px;line-height:20px;color:${COLOURS.muted}">${htmlText(text)}</p>`, 8);
}

/** A picture as wide as the letter; pressing it does what pressing its title does. */
export function cover(src: string | undefined, alt: string, url: string | undefined): string {
  const image = picture(src, alt, PICTURE_WIDTH);
  return image ? row(pressable(url, image), 18) : '';
}

function picture(src: string | undefined, alt: string, width: number): string {
  const address = webUrl(src);
  if (!address) return '';
  const style = `display:block;width:100%;max-width:${width}px;height:auto;border:0;border-radius:8px;font-size:13px;color:${COLOURS.muted}`;
  return `<img src="${htmlText(address)}" alt="${htmlText(alt)}" width="${width}" style="${style}">`;
}

function pressable(url: string | undefined, content: string): string {
  const href = webUrl(url);
  return href ? `<a href="${htmlText(href)}" style="text-decoration:none">${content}</a>` : content;
}

/** The author's own line for this announcement. */
export function note(text: string): string {
  const style = `margin:0;padding:2px 0 2px 14px;border-left:3px solid ${COLOURS.accent};font-size:16px;line-height:26px;color:${COLOURS.ink}`;
  return row(`<p style="${style}">${lines(text)}</p>`, 18);
}

export function paragraph(text: string): string {
  return row(`<p style="margin:0;font-size:16px;line-height:26px;color:${COLOURS.text}">${lines(text)}</p>`, 16);
}

function lines(text: string): string {
  return htmlText(text).replace(/\n/g, '<br>');
}

export function tags(names: readonly string[]): string {
  const style = `display:inline-block;margin:0 6px 6px 0;padding:2px 10px;border-radius:12px;background-color:${COLOURS.code};font-size:12px;line-height:20px;color:${COLOURS.muted}`;
  return row(names.map((name) => `<span style="${style}">#${htmlText(name)}</span>`).join(''), 16);
}

/** One button: a cell with a background, which Outlook fills as well. */
export function button(label: string, url: string | undefined): string {
  const href = webUrl(url);
  if (!href) return '';
  const style = `display:inline-block;padding:11px 26px;${FONT};font-size:15px;line-height:22px;font-weight:600;color:${COLOURS.onAccent};text-decoration:none`;
  return row(
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>' +
      `<td bgcolor="${COLOURS.accent}" style="background-color:${COLOURS.accent};border-radius:8px">` +
      `<a href="${htmlText(href)}" style="${style}">${htmlText(label)}</a></td></tr></table>`,
    22,
  );
}

export function heading(text: string): string {
  return row(
    `<h2 style="margin:0;font-size:18px;line-height:26px;font-weight:700;color:${COLOURS.ink}">${htmlText(text)}</h2>`,
    30,
  );
}

/** HTML of Markdown, its styles inline already. */
export function prose(html: string): string {
  return row(html, 14);
}

/** An article of a list. Texts are plain, but `detail`, which is HTML with inline styles. */
export interface Card {
  title: string;
  url?: string;
  cover?: string;
  excerpt?: string;
  /** Date, why it is here, what the editor wrote after it. */
  detail?: string;
}

/** The first article of an issue: its picture as wide as the letter. */
export function leadCard(card: Card): string {
  const image = picture(card.cover, card.title, PICTURE_WIDTH);
  return row(
    `${image ? `${pressable(card.url, image)}<div style="height:14px;line-height:14px">&nbsp;</div>` : ''}${cardText(card, 20)}`,
    16,
  );
}

/** An article with its picture small at its side, on a phone as well. */
export function listCard(card: Card): string {
  const image = picture(card.cover, card.title, THUMB_WIDTH);
  const top = `border-top:1px solid ${COLOURS.line};padding-top:16px`;
  // A cell as a gap: Word counts padding into the width of a cell, browsers do not.
  const side = image
    ? `<td width="16" style="${top}">&nbsp;</td>` +
      `<td width="${THUMB_WIDTH}" valign="top" style="${top}">${pressable(card.url, image)}</td>`
    : '';
  return row(
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>' +
      `<td valign="top" style="${top};${FONT}">${cardText(card, 16)}</td>${side}</tr></table>`,
    16,
  );
}

function cardText({ title: text, url, excerpt, detail }: Card, size: number): string {
  const style = `color:${COLOURS.ink};font-size:${size}px;line-height:${size + 8}px;font-weight:600`;
  return (
    `<p style="margin:0;font-size:${size}px;line-height:${size + 8}px">${link(url, htmlText(text), style)}</p>` +
    (excerpt
      ? `<p style="margin:6px 0 0;font-size:14px;line-height:22px;color:${COLOURS.text}">${htmlText(excerpt)}</p>`
      : '') +
    (detail ? `<p style="margin:6px 0 0;font-size:13px;line-height:20px;color:${COLOURS.muted}">${detail}</p>` : '')
  );
}
