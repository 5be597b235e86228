/**
 * Plain text as inline Markdown that shows exactly that text. Escapes only what would come alive, so that titles stay
 * readable where a medium shows Markdown as it is: `snake_case`, `C++` and `[译]` are left alone.
 */
export function escapeMarkdown(text: string): string {
  return escapeBrackets(
    text
      .replace(/\s+/g, ' ')
      .trim()
      // A backslash is literal unless punctuation follows, here or in what stands around the text.
      .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, '\\\\')
      .replace(/`/g, '\\`')
      .replace(/\*/g, '\\*')
      // Underscores inside a word never mean emphasis; a single tilde means nothing.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replaceAll('~', text.indexOf('~') === text.lastIndexOf('~') ? '~' : '\\~')
      .replace(/<(?=[a-z/!?])/gi, '\\<')
      .replace(/&(?=#?\w+;)/g, '\\&')
      .replace(/!(?=\[)/g, '\\!')
      // `[text](` and `[text][` are links even when their brackets balance; marked looks for the parenthesis as well.
      .replace(/\]\(/g, '\\]\\(')
      .replace(/\](?=[[:])/g, '\\]'),
  );
}

/** Text at the start of a line, where `#`, `>`, `-` and `1.` mean something too. */
export function escapeMarkdownLine(text: string): string {
  return escapeMarkdown(text)
    .replace(/^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|={3,}|-{3,})/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** Brackets without a partner would end a link's text or begin one. */
function escapeBrackets(text: string): string {
  const open: number[] = [];
  const lone = new Set<number>();
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[') open.push(at);
    else if (text[at] === ']' && open.pop() === undefined) lone.add(at);
  }
  for (const at of open) lone.add(at);
  return text
    .split('')
    .map((char, at) => (lone.has(at) ? `\\${char}` : char))
    .join('');
}

/** A URL that may stand between the parentheses of a Markdown link. */
export function markdownUrl(url: string): string {
  return url.replace(/[()<>\s\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
