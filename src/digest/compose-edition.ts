import type { Post } from '../content/post.js';
import type { EditionRecord } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import { choosePosts } from './choose-posts.js';
import { chooseReadings, type FriendItem } from './choose-readings.js';
import { defaultTemplate } from './default-template.js';
import type { DigestJob } from './digest-job.js';
import type { Edition, PostGroup, Question, Release } from './edition.js';
import { editionPeriod } from './edition-period.js';
import { matchingPosts } from './matching-posts.js';
import { renderTemplate } from './render-template.js';
import { type Site, templateScope } from './template-scope.js';
import { tidyMarkdown } from './tidy-markdown.js';
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
  /** What the network gave; each may be left out. */
  friends?: readonly FriendItem[];
  releases?: readonly Release[];
  questions?: readonly Question[];
  /** Only posts it accepts; for an edition of a subscriber's own. */
  wants?: (post: Post) => boolean;
  /** Articles (URLs) that must not come again, besides those of `previousEditions`. */
  seen?: readonly string[];
}

/**
 * Composes one edition. Pure: the same input gives the same edition.
 * @throws {TemplateError} when the job's template cannot be rendered
 */
export function composeEdition(input: EditionInput): Edition {
  const { job, library, at, wants = () => true } = input;
  const previous = earlierEditions(input);
  const to = at;
  const from = Math.min(at - job.window, ...previous.slice(0, 1).map((last) => Date.parse(last.to)));
  const matching = matchingPosts(library, job.match).filter((post) => post.time < to && wants(post));

  const { posts, more } = choosePosts(matching, { from, to, limit: job.posts, previous });
  const readings = chooseReadings({
    library,
    matching,
    newPosts: posts,
    friends: input.friends ?? [],
    from,
    to,
    limit: job.readings,
    previous,
    seen: input.seen ?? [],
  });
  const releases = [...(input.releases ?? [])];
  const questions = [...(input.questions ?? [])];
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
  const template = job.template || defaultTemplate(language);
  const markdown = renderTemplate(template, templateScope(draft, input.site), job.timezone);
  return { ...draft, markdown: tidyMarkdown(markdown) };
}

/** This job's editions that ended before this one, newest first. */
function earlierEditions({ job, at, previousEditions }: EditionInput): EditionRecord[] {
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
