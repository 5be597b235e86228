/** Contract section 5: a list shows at most this many. */
export const MOST = 20;

const DIGITS: Record<string, number> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
};
const WORDS: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twenty: 20,
};
const NUMBER = `\\d{1,9}|[一二两三四五六七八九十]{1,3}|${Object.keys(WORDS).join('|')}`;
/** What is counted, as people say it: 5 篇文章, 5 posts. */
const UNIT =
  '(?:\\s*[篇条个])?(?:\\s*最?[新近]?的?\\s*(?:文章|博客|博文|帖子))?|\\s*(?:posts?|articles?|items?|results?)';
const TRAILING = new RegExp(`^(.*?)(?:\\s*[,，x×]\\s*|\\s+|(?<=[^\\w\\s])|^)(${NUMBER})(?:${UNIT})$`, 'iu');
const LEADING = new RegExp(`^(${NUMBER})(?:\\s*[篇条个]\\s*|\\s+)(.+)$`, 'iu');

/** `5`, `五`, `十二`, `five` as a number within 1..{@link MOST}. */
export function readNumber(text: string): number | undefined {
  const lower = text.toLowerCase();
  const number = /^\d+$/.test(lower) ? Number(lower) : (WORDS[lower] ?? readChinese(lower));
  return number === undefined ? undefined : Math.min(Math.max(number, 1), MOST);
}

/** Up to 九十九. */
function readChinese(text: string): number | undefined {
  const match = /^([一二两三四五六七八九])?(十)?([一二三四五六七八九])?$/u.exec(text);
  if (!match || text === '') return undefined;
  const [, tens, ten, ones] = match;
  if (!ten) return tens && ones ? undefined : DIGITS[tens ?? ones ?? ''];
  return (tens ? (DIGITS[tens] ?? 1) : 1) * 10 + (ones ? (DIGITS[ones] ?? 0) : 0);
}

/** Splits `MOSN 5`, `MOSN 5篇`, `MOSN, 5 posts` into what and how many. */
export function splitCount(text: string): { rest: string; count?: number } {
  const match = TRAILING.exec(text);
  const count = match?.[2] === undefined ? undefined : readNumber(match[2]);
  return match && count !== undefined ? { rest: (match[1] ?? '').trim(), count } : { rest: text };
}

/** Splits `5 latest posts`, `5篇最新文章` into how many and what. */
export function splitLeadingCount(text: string): { rest: string; count: number } | undefined {
  const match = LEADING.exec(text);
  const count = match?.[1] === undefined ? undefined : readNumber(match[1]);
  return match?.[2] !== undefined && count !== undefined ? { rest: match[2], count } : undefined;
}
