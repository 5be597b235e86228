import { toProblem } from '../content/lint-rules.js';
import { oneTypoApart } from '../content/one-typo-apart.js';
import type { Post, Problem } from '../content/post.js';
import { termIdentity } from './fold-term.js';

/** Shorter words are one letter apart by chance. */
const SHORTEST_TWIN = 5;

const KINDS: [kind: string, spellingsOf: (post: Post) => string[]][] = [
  ['tag', (post) => post.tags],
  ['category', (post) => post.categories],
  ['author', (post) => post.authors.map(({ name }) => name)],
];

/** Spellings that are one term, and terms that are one letter apart; the less used one is to be mended. */
export function termTwins(posts: readonly Post[], lineOf: (post: Post, key: string) => number): Problem[] {
  return KINDS.flatMap(([kind, spellingsOf]) => {
    const holders = new Map<string, Post[]>();
    for (const post of posts) {
      for (const spelling of spellingsOf(post)) holders.set(spelling, [...(holders.get(spelling) ?? []), post]);
    }
    const byUse = [...holders].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    return byUse.flatMap(([spelling, own], at) => {
      const twin = byUse.slice(0, at).find(([other]) => areTwins(other, spelling));
      if (!twin) return [];
      const [better, { length: times }] = twin;
      return own.map((post) =>
        toProblem(post.path, {
          line: lineOf(post, kind),
          rule: 'term-twins',
          message: `the ${kind} "${spelling}" is nearly "${better}" (in ${times} ${times === 1 ? 'post' : 'posts'})`,
          hint: `write "${better}", or join them under aliases: in postrider.yaml`,
        }),
      );
    });
  });
}

function areTwins(a: string, b: string): boolean {
  const [first, second] = [termIdentity(a), termIdentity(b)];
  if (first === second) return true;
  if (Math.min(first.length, second.length) < SHORTEST_TWIN || !oneTypoApart(first, second)) return false;
  // HTTP/2 and HTTP/3, or 第一期 and 第二期, are two things.
  return lettersThatDiffer(first, second).every((letter) => /[a-z]/.test(letter));
}

function lettersThatDiffer(a: string, b: string): string[] {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [...a.slice(start, a.length - end), ...b.slice(start, b.length - end)];
}
