import type { Post } from '../content/post.js';
import type { EditionRecord } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import { choosePosts } from './choose-posts.js';
import { chooseReadings, type FriendItem } from './choose-readings.js';
import type { DigestJob } from './digest-job.js';
import type { Edition, PostGroup, Question } from './edition.js';
import { editionOfPost } from './edition-of-post.js';
import { editionPeriod } from './edition-period.js';
import { foldReleases } from './fold-releases.js';
import { freshQuestions } from './fresh-questions.js';
import type { ReleaseItem } from './gather/release-items.js';
import { matchingPosts } from './matching-posts.js';
import { renderEdition } from './render-edition.js';
import type { Site } from './template-scope.js';
import { periodInWords } from './words.js';
import { zonedIso } from './zoned-time.js';

/** More new posts than this are grouped by category. */
const MANY_POSTS = 6;

export interface EditionInput {
  job: DigestJob;
  /** The posts readers may see; what is dated at or after `at` is left out. */
  library: Library;
  site: Site;
  /** The moment of the edition (ms since the epoch): the scheduled run, or any other for which it is asked. */
  at: number;
  /** Earlier editions in any order; for readings that do not repeat, those of the last two years. Later ones and other jobs' are ignored. */
  previousEditions: readonly EditionRecord[];
  /** What an earlier edition would have covered that was composed and never sent (ms since the epoch), while none was. */
  openSince?: number;
  /** What the network gave (see gatherMaterial); each may be left out. */
  friends?: readonly FriendItem[];
  releases?: readonly ReleaseItem[];
  questions?: readonly Question[];
  /** Only posts it accepts; for an edition of a subscriber's own. */
  wants?: (post: Post) => boolean;
  /** Whether such a post may be listed as new. */
  isNew?: (post: Post) => boolean;
  /** Articles (URLs) that must not come again, besides those of `previousEditions`. */
  seen?: readonly string[];
}

/**
 * Composes one edition. Pure: the same input gives the same edition.
 * @throws {TemplateError} when the job's template cannot be rendered
 */
export function composeEdition(input: EditionInput): Edition {
  const { job, library, at, wants = () => true, isNew = () => true } = input;
  const previous = earlierEditions(input);
  const { from, to } = editionWindow(input);
  const span = { from, to, previous };
  const matching = matchingPosts(library, job.match).filter(
    (post) => post.time < to && !editionOfPost(post) && wants(post),
  );

  const { posts, more } = choosePosts(matching.filter(isNew), { ...span, limit: job.posts });
  const readings = chooseReadings({
    library,
    matching,
    newPosts: posts,
    friends: input.friends ?? [],
    ...span,
    limit: job.readings,
    seen: input.seen ?? [],
  });
  const releases = foldReleases(input.releases ?? [], span);
  const questions = freshQuestions(input.questions ?? [], span);
  const news = posts.length + releases.length + questions.length;

  const period = editionPeriod(job.schedule, job.timezone, at);
  const language = job.language ?? languageOf(input.site.language);
  const draft = {
    id: `${job.name}/${period}`,
    job: job.name,
    period,
    title: `${job.title} · ${periodInWords(period, at, job.timezone, language)}`,
    language,
    lang: input.site.language,
    timezone: job.timezone,
    from: zonedIso(from, job.timezone),
    to: zonedIso(to, job.timezone),
    posts,
    groups: groupPosts(posts),
    more,
    readings,
    releases,
    questions,
    empty: news === 0 && !readings.some(({ source }) => source.type === 'friend'),
  };
  return renderEdition(draft, job, input.site);
}

/**
 * What an edition covers: the job's window up to `at`, or since the last edition ended (or, while there was none, since
 * the first unsent one began) if that is earlier.
 * @returns ms since the epoch, from inclusive, to exclusive
 */
export function editionWindow(input: Pick<EditionInput, 'job' | 'at' | 'previousEditions' | 'openSince'>): {
  from: number;
  to: number;
} {
  const [last] = earlierEditions(input);
  const since = input.at - input.job.window;
  return { from: Math.min(since, last ? Date.parse(last.to) : (input.openSince ?? since)), to: input.at };
}

/** This job's editions that ended before this one, newest first. */
function earlierEditions({
  job,
  at,
  previousEditions,
}: Pick<EditionInput, 'job' | 'at' | 'previousEditions'>): EditionRecord[] {
  const id = `${job.name}/${editionPeriod(job.schedule, job.timezone, at)}`;
  return previousEditions
    .filter((edition) => edition.job === job.name && edition.id !== id && Date.parse(edition.to) < at)
    .sort((a, b) => Date.parse(b.to) - Date.parse(a.to));
}

/** Categories in the order of their newest post, those without one last; nothing when a plain list is short enough or all are of one kind. */
function groupPosts(posts: Post[]): PostGroup[] {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const category = post.categories[0] ?? '';
    groups.set(category, [...(groups.get(category) ?? []), post]);
  }
  if (posts.length <= MANY_POSTS || groups.size < 2) return [];
  return [...groups]
    .map(([category, members]) => ({ category, posts: members }))
    .sort((a, b) => Number(a.category === '') - Number(b.category === ''));
}

function languageOf(lang: string): Language {
  return /^zh\b/i.test(lang) ? 'zh' : 'en';
}
