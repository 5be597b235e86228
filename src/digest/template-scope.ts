import { escapeMarkdown, markdownUrl } from '../content/markdown/escape-markdown.js';
import { type Post, summaryOf } from '../content/post.js';
import type { Edition, Question, Reading, Release } from './edition.js';
import { isoWeek, isoWeekName } from './edition-period.js';
import { quotedQuestion } from './quoted-question.js';
import { periodInWords, reasonOf, words } from './words.js';
import { zonedTime } from './zoned-time.js';

/** What a template says about the site. */
export interface Site {
  title: string;
  description: string;
  /** Absolute, or '' when the config has none. */
  url: string;
  /** BCP 47. */
  language: string;
}

/**
 * The variables of a job's template. Text is escaped for Markdown and URLs for a link's parentheses, so that
 * `[{{ post.title }}]({{ post.url }})` is right for any title; `release.notes`, `question.text` and `question.answer`
 * are Markdown already.
 */
export function templateScope(edition: Omit<Edition, 'markdown'>, site: Site): Record<string, unknown> {
  return {
    edition: editionScope(edition),
    site: { ...site, title: escapeMarkdown(site.title), description: escapeMarkdown(site.description) },
    posts: edition.posts.map(postScope),
    groups: edition.groups.map(({ category, posts }) => ({
      category: escapeMarkdown(category || words[edition.language].uncategorised),
      posts: posts.map(postScope),
    })),
    readings: edition.readings.map((reading) => readingScope(reading, edition)),
    releases: edition.releases.map((release) => releaseScope(release, edition)),
    questions: edition.questions.map((question) => questionScope(question, edition)),
  };
}

function editionScope(edition: Omit<Edition, 'markdown'>) {
  const { timezone, language } = edition;
  // The last moment it covers names it: an edition of Monday 00:00 is about the week before.
  const at = Date.parse(edition.to);
  const { year, month, day } = zonedTime(at, timezone);
  const { week } = isoWeek(at, timezone);
  return {
    id: edition.id,
    job: edition.job,
    period: edition.period,
    title: escapeMarkdown(edition.title),
    label: periodInWords(edition.period, at, timezone, language),
    week: isoWeekName(at, timezone),
    weekNumber: week,
    year,
    month,
    day,
    date: edition.to.slice(0, 10),
    from: edition.from,
    to: edition.to,
    more: edition.more,
  };
}

function postScope(post: Post) {
  return {
    id: post.id,
    title: escapeMarkdown(post.title),
    url: markdownUrl(post.url),
    date: post.date,
    author: post.authors.map(({ name }) => escapeMarkdown(name)).join('、'),
    authors: post.authors.map(({ name, url }) => ({ name: escapeMarkdown(name), url: url && markdownUrl(url) })),
    category: escapeMarkdown(post.categories[0] ?? ''),
    categories: post.categories.map(escapeMarkdown),
    tags: post.tags.map(escapeMarkdown),
    summary: escapeMarkdown(summaryOf(post)),
    note: escapeMarkdown(post.announce.note ?? ''),
    cover: post.cover ? markdownUrl(post.cover) : '',
    minutes: post.readingMinutes,
    words: post.words,
    lang: post.lang,
  };
}

function readingScope(reading: Reading, { language }: Pick<Edition, 'language'>) {
  return {
    title: escapeMarkdown(reading.title),
    url: markdownUrl(reading.url),
    reason: escapeMarkdown(reasonOf(reading.source, language)),
    count: reading.source.type === 'recommended' ? reading.source.count : 0,
    source: reading.source.type,
    summary: escapeMarkdown(reading.excerpt ?? ''),
    cover: reading.cover ? markdownUrl(reading.cover) : '',
    date: reading.date ?? '',
  };
}

function releaseScope(release: Release, { language }: Pick<Edition, 'language'>) {
  const others = release.versions.slice(1);
  return {
    project: escapeMarkdown(release.project),
    version: escapeMarkdown(release.version),
    title: escapeMarkdown(`${release.project} ${release.version}`),
    versions: release.versions.map(escapeMarkdown),
    others: others.length > 0 ? escapeMarkdown(words[language].versions(others)) : '',
    url: markdownUrl(release.url),
    date: release.date,
    notes: release.notes,
  };
}

function questionScope(question: Question, { language }: Pick<Edition, 'language'>) {
  return {
    quoted: quotedQuestion(question, language),
    text: question.text,
    asker: escapeMarkdown(question.asker ?? words[language].anonymous),
    answer: question.answer ?? '',
    answerer: escapeMarkdown(question.answerer ?? ''),
    url: question.url ? markdownUrl(question.url) : '',
    date: question.date,
  };
}
