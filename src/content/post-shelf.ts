import { toProblem } from './lint-rules.js';
import { exchange, newestFirst } from './newest-first.js';
import type { Post, Problem } from './post.js';

/** Up to this many changes are put in place one by one. */
const FEW = 100;

/**
 * The posts of a folder in order, one for each address. It is told of single changes and does no more work than they
 * need, so that one edit among 50,000 posts costs as much as one among 50.
 */
export class PostShelf {
  private readonly byPath = new Map<string, Post>();
  /** All posts that claim an address; the first has it. */
  private readonly claims = new Map<string, Post[]>();
  private readonly contested = new Set<string>();
  private readonly touched = new Set<string>();
  private readonly holders = new Map<string, Post>();
  private sorted: Post[] = [];

  /** What the file at a path now holds; undefined: nothing that can be used. */
  put(path: string, post: Post | undefined): void {
    const before = this.byPath.get(path);
    if (before === post) return;
    if (before) {
      this.claims.set(
        before.url,
        (this.claims.get(before.url) ?? []).filter((each) => each !== before),
      );
      this.touched.add(before.url);
      this.byPath.delete(path);
    }
    if (!post) return;
    this.byPath.set(path, post);
    this.claims.set(post.url, [...(this.claims.get(post.url) ?? []), post].sort(byClaim));
    this.touched.add(post.url);
  }

  /** Newest first; the list is not changed by later calls. */
  posts(): Post[] {
    const gone = new Set<Post>();
    const come: Post[] = [];
    for (const url of this.touched) {
      const claims = this.claims.get(url) ?? [];
      const before = this.holders.get(url);
      const now = claims[0];
      if (claims.length > 1) this.contested.add(url);
      else this.contested.delete(url);
      if (claims.length === 0) this.claims.delete(url);
      if (before === now) continue;
      if (before) gone.add(before);
      if (now) {
        come.push(now);
        this.holders.set(url, now);
      } else this.holders.delete(url);
    }
    this.touched.clear();
    if (gone.size + come.length <= FEW) this.sorted = exchange(this.sorted, gone, come);
    else this.sorted = merge(this.sorted, gone, come.sort(newestFirst));
    return this.sorted;
  }

  /** Posts whose address another has. */
  duplicates(): Problem[] {
    return [...this.contested].flatMap((url) => {
      const [first, ...others] = this.claims.get(url) as [Post, ...Post[]];
      return others.map((post) =>
        toProblem(post.path, {
          line: 1,
          rule: 'duplicate-permalink',
          message: `${url} is already the address of ${first.path}; this file is not used`,
          hint: 'give it a slug or url of its own',
        }),
      );
    });
  }
}

/** Who has an address: a published post before a draft, then the first by path, so that it is always the same. */
function byClaim(a: Post, b: Post): number {
  return Number(a.draft) - Number(b.draft) || (a.path < b.path ? -1 : 1);
}

/** Both sorted; one walk over each. */
function merge(sorted: readonly Post[], gone: ReadonlySet<Post>, come: readonly Post[]): Post[] {
  const merged: Post[] = [];
  let next = 0;
  for (const post of sorted) {
    if (gone.has(post)) continue;
    while (next < come.length && newestFirst(come[next] as Post, post) < 0) merged.push(come[next++] as Post);
    merged.push(post);
  }
  for (const post of come.slice(next)) merged.push(post);
  return merged;
}
