/** A fenced block, or an inline code span that ends before the paragraph does. */
const CODE =
  /(^[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*(?:>[ \t]*)*\2[`~]*[ \t]*$|(?![\s\S])))|(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S]){1,2000}?(?<!`)\3(?!`)/gm;

/** Applies a change to the parts of a Markdown text that are not code. */
export function mapOutsideCode(markdown: string, change: (prose: string) => string): string {
  if (!markdown.includes('`') && !markdown.includes('~~~')) return change(markdown);
  let result = '';
  let end = 0;
  for (const code of markdown.matchAll(CODE)) {
    result += change(markdown.slice(end, code.index)) + code[0];
    end = code.index + code[0].length;
  }
  return result + change(markdown.slice(end));
}
