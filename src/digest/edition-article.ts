import { stringify } from 'yaml';
import type { DigestJob } from './digest-job.js';
import type { Edition } from './edition.js';
import { editionAlias } from './edition-of-post.js';
import { words } from './words.js';

/** An edition as a complete post of the content repo. */
export interface EditionArticle {
  /** Relative to the folder of posts: `sofa-weekly-2022-w05/index.md`. */
  path: string;
  /** Front matter and text. */
  markdown: string;
}

/** At most this many things are named in the title. */
const HIGHLIGHTS = 3;

/**
 * Writes an edition as an article, ready to commit. When it comes back through the content repo it is known by its alias
 * (see edition-of-post.ts): it is no new post of a later edition, and is not announced beside the edition itself unless
 * its author takes `announce: false` out.
 */
export function editionArticle(edition: Edition, job: Pick<DigestJob, 'name' | 'title' | 'article'>): EditionArticle {
  const own = typeof job.article === 'object' ? job.article : {};
  const category = own.category ?? job.title;
  const cover = own.cover ?? edition.posts.find((post) => post.cover)?.cover;
  const front = {
    title: titleOf(edition, job.title),
    ...(own.author && { author: own.author }),
    description: descriptionOf(edition),
    categories: category,
    tags: [category],
    date: edition.to,
    ...(cover && { cover }),
    aliases: [editionAlias(edition.id)],
    postrider: { announce: false },
  };
  const slug = `${own.slug ?? job.name}-${edition.period.toLowerCase()}`;
  return { path: `${slug}/index.md`, markdown: `---\n${stringify(front, { lineWidth: 0 })}---\n\n${edition.markdown}` };
}

/** `SOFA Weekly | MOSN v1.0.1 发布、读者问答、2 篇新文章` */
function titleOf({ language, releases, questions, posts }: Edition, name: string): string {
  const say = words[language];
  const highlights = [
    ...releases.slice(0, HIGHLIGHTS - 1).map(({ project, version }) => say.releasedShort(project, version)),
    ...(questions.length > 0 ? [say.questions] : []),
    ...(posts.length > 0 ? [say.newPostCount(posts.length)] : []),
    say.readings,
  ].slice(0, HIGHLIGHTS);
  return `${name} | ${highlights.join(say.and)}`;
}

/** `【01/28-02/04】3 篇新文章、4 篇推荐阅读` */
function descriptionOf({ language, from, to, posts, readings, releases, questions }: Edition): string {
  const say = words[language];
  const day = (moment: string) => moment.slice(5, 10).replace('-', '/');
  const counts = [
    posts.length > 0 && say.newPostCount(posts.length),
    readings.length > 0 && say.readingCount(readings.length),
    releases.length > 0 && say.releaseCount(releases.length),
    questions.length > 0 && say.questionCount(questions.length),
  ].filter(Boolean);
  return `【${day(from)}-${day(to)}】${counts.join(say.and)}`;
}
