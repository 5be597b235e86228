/** What stands for `:token` of a generator's permalink in Postrider's. */
export type TokenMap = Record<string, string>;

const DATES: TokenMap = { year: '{year}', month: '{month}', day: '{day}' };
const CLOCK: TokenMap = { hour: '{hour}', minute: '{minute}', second: '{second}' };
const NUMBERS: TokenMap = { i_month: '{iMonth}', i_day: '{iDay}' };

/** https://gohugo.io/configuration/permalinks/#tokens; `2006`, `01` and `02` are Go's way to write a date. */
export const HUGO_TOKENS: TokenMap = {
  ...DATES,
  monthname: '{monthName}',
  weekdayname: '{weekdayName}',
  yearday: '{iYearDay}',
  section: '{section}',
  sections: '{sections}',
  title: '{title}',
  slug: '{slugOrTitle}',
  slugorfilename: '{slugOrFile}',
  slugorcontentbasename: '{slugOrFile}',
  filename: '{file}',
  contentbasename: '{file}',
  '2006': '{year}',
  '01': '{month}',
  '02': '{day}',
};

/** https://jekyllrb.com/docs/permalinks/#placeholders */
export const JEKYLL_TOKENS: TokenMap = {
  ...DATES,
  ...CLOCK,
  ...NUMBERS,
  categories: '{categories}',
  slugified_categories: '{categories}',
  title: '{slug}',
  slug: '{slug}',
  name: '{slug}',
  y_day: '{yearDay}',
  short_year: '{shortYear}',
  short_month: '{shortMonth}',
  long_month: '{monthName}',
  short_day: '{shortDay}',
  long_day: '{weekdayName}',
  week: '{week}',
  w_year: '{year}',
  output_ext: '.html',
};

/** https://hexo.io/docs/permalinks */
export const HEXO_TOKENS: TokenMap = {
  ...DATES,
  ...CLOCK,
  ...NUMBERS,
  title: '{filePath}',
  name: '{fileName}',
  post_title: '{title}',
  category: '{categories}',
  lang: '{lang}',
};

/** The styles that have names: https://jekyllrb.com/docs/permalinks/#built-in-formats */
const JEKYLL_STYLES: Record<string, string> = {
  date: '/:categories/:year/:month/:day/:title:output_ext',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title:output_ext',
  weekdate: '/:categories/:year/W:week/:short_day/:title:output_ext',
  none: '/:categories/:title:output_ext',
};

/** A permalink of Jekyll, or the name of a style. */
export function fromJekyll(permalink: string): { permalink: string; unknown: string[] } {
  return translatePermalink(JEKYLL_STYLES[permalink] ?? permalink, JEKYLL_TOKENS);
}

/** @returns the permalink in Postrider's placeholders, and the tokens that have no counterpart (left as they are). */
export function translatePermalink(template: string, tokens: TokenMap): { permalink: string; unknown: string[] } {
  const unknown: string[] = [];
  const names = Object.keys(tokens).sort((a, b) => b.length - a.length);
  // Jekyll's tokens may touch (`:title:output_ext`) and be followed by letters only after a separator.
  const permalink = template.replace(/:([a-z0-9_]+)/gi, (whole, word: string) => {
    const name = names.find((each) => word === each) ?? names.find((each) => word.startsWith(each));
    if (name === undefined) {
      unknown.push(whole);
      return whole;
    }
    return tokens[name] + word.slice(name.length);
  });
  return { permalink: permalink.startsWith('/') ? permalink : `/${permalink}`, unknown };
}
