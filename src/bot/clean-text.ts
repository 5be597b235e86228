/** Longest question we look at; nobody types more, and the rest only costs time. */
const LONGEST = 500;

const QUOTES: Record<string, string> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '”': '”',
  '‘': '’',
  '「': '」',
  '『': '』',
  '《': '》',
  '〈': '〉',
  '«': '»',
  '*': '*',
  _: '_',
};

/** Takes off quotes that enclose the whole text, nested ones too: `“MOSN”` → `MOSN`. */
export function unquote(text: string): string {
  const close = QUOTES[text[0] ?? ''];
  if (text.length < 2 || close === undefined || !text.endsWith(close)) return text;
  const inner = text.slice(1, -1);
  // 《A》和《B》 is not one quoted text.
  if (inner.includes(close)) return text;
  return unquote(inner.trim());
}

/** What the commands read: one line, half-width, without mention, greeting slash, outer quotes and closing punctuation. */
export function cleanText(text: string): string {
  const line = text
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, (gap) => (/\s/u.test(gap) ? ' ' : ''))
    .trim()
    // A mention in front, as DingTalk and web chats write it. Slack's `<@U…>` is undone by Slack's own reader.
    .replace(/^(?:@\S+\s+)+/u, '')
    .replace(/^@\S+$/u, '')
    .replace(/^[\s,:;.!?、。/\\>-]+(?=\S)/u, '');
  return unquote(trimEnd(unquote(line)));
}

/** Closing punctuation says nothing to a command, but `C++`, `C#` and `Node.js` keep theirs. */
export function trimEnd(text: string): string {
  return text.replace(/[\s.,;:!?~…、。！？，；：]+$/u, '');
}
