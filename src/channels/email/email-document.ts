import { htmlText } from '../html-markup.js';
import { webUrl } from '../web-url.js';
import { COLOURS, FONT, LETTER_WIDTH } from './email-blocks.js';
import type { EmailWords } from './email-words.js';

export interface EmailLetter {
  /** BCP 47, of the wording. */
  lang: string;
  title: string;
  /** What the list of mails shows after the subject. */
  preheader: string;
  /** Rows of the letter, see email-blocks.ts. */
  rows: readonly string[];
  /** Who it comes from, by name. */
  sender: string;
  /** https: or mailto: */
  unsubscribe: string;
  say: EmailWords;
}

/** Some clients fill the preview up with the first words of the letter; these take the room. */
const PREVIEW_FILLER = '&#8199;&#65279;&#847; '.repeat(40);

/** A whole HTML mail: one column of 600 pixels that narrows with the screen. */
export function emailDocument(letter: EmailLetter): string {
  const { lang, title, preheader, rows } = letter;
  return `<!doctype html>
<html lang="${lang}" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${htmlText(title)}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->
</head>
<body style="margin:0;padding:0;background-color:${COLOURS.desk}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;color:${COLOURS.desk}">${htmlText(preheader)} ${PREVIEW_FILLER}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${COLOURS.desk}" style="background-color:${COLOURS.desk}"><tr><td align="center" style="padding:20px 10px">
<!--[if mso]><table role="presentation" width="${LETTER_WIDTH}" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${COLOURS.paper}" style="max-width:${LETTER_WIDTH}px;background-color:${COLOURS.paper};border-radius:10px;text-align:left">
${rows.join('')}<tr><td style="height:30px;line-height:30px;font-size:1px">&nbsp;</td></tr>
</table>
${footer(letter)}<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

function footer({ sender, unsubscribe, say }: EmailLetter): string {
  const style = `padding:18px 28px 0;${FONT};font-size:12px;line-height:20px;color:${COLOURS.muted};text-align:center`;
  const href = webUrl(unsubscribe) ?? unsubscribe;
  const leave = `<a href="${htmlText(href)}" style="color:${COLOURS.muted};text-decoration:underline">${htmlText(say.unsubscribe)}</a>`;
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:${LETTER_WIDTH}px"><tr><td style="${style}">${htmlText(say.why(sender))}<br>${leave}</td></tr></table>
`;
}
