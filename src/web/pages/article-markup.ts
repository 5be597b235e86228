const EMPTY_HEADING = /<h([1-6])[^>]*>\s*<\/h\1>/g;
const EMPTY_TABLE_HEAD = /<th(?:\s[^>]*)?>\s*<\/th>/g;
const HEADING = /<(\/?)h([1-6])(?=[\s>])/g;
/** A picture and, in the same paragraph, its alternative text once more: a caption. */
const CAPTIONED = /<p><img ([^>]*?)alt="([^"]+)"([^>]*?)>\s*(?:<br ?\/?>)?\s*([^<]+?)\s*<\/p>/g;

/**
 * An article's sanitised HTML as a part of our page: its headings below the page's own and without gaps, no headings of
 * nothing, captions as captions, pictures loaded when they come into view. Feeds carry the HTML as it is.
 */
export function articleMarkup(html: string): string {
  return tidyHeadings(html.replace(EMPTY_HEADING, ''))
    .replace(EMPTY_TABLE_HEAD, '<td></td>')
    .replace(CAPTIONED, (paragraph, before, alt, after, text) =>
      text === alt.trim()
        ? `<figure><img ${before}alt=""${after}><figcaption>${text}</figcaption></figure>`
        : paragraph,
    )
    .replaceAll('<img ', '<img loading="lazy" decoding="async" ');
}

/** Authors start at any level and skip some; readers who jump from heading to heading need an outline: h2, h3 below it, … */
function tidyHeadings(html: string): string {
  /** The headings the present place is below, outermost first. */
  const above: { written: number; shown: number }[] = [];
  return html.replace(HEADING, (_, slash: string, level: string) => {
    const written = Number(level);
    if (slash === '') {
      while ((above.at(-1)?.written ?? 0) >= written) above.pop();
      above.push({ written, shown: Math.min((above.at(-1)?.shown ?? 1) + 1, 6) });
    }
    return `<${slash}h${above.at(-1)?.shown ?? written}`;
  });
}
