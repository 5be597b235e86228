/**
 * Takes out the blank lines that a template's tags leave behind: never two in a row, none between the items of a list.
 * Fenced code is left as it is.
 */
export function tidyMarkdown(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.replace(/\r\n?/g, '\n').split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      lines.push(line);
      continue;
    }
    if (mark) fence = mark;
    // Two spaces at the end of a line are a line break in Markdown, on an empty line they are nothing.
    const text = line.trim() === '' ? '' : line;
    if (text === '' && (lines.length === 0 || lines.at(-1) === '')) continue;
    if (isItem(text) && lines.at(-1) === '' && isItem(lines.at(-2) ?? '')) lines.pop();
    lines.push(text);
  }
  return `${lines.join('\n').trim()}\n`;
}

function isItem(line: string): boolean {
  return /^([-*+]|\d{1,9}[.)]) /.test(line);
}
