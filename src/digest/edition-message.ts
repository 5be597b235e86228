import { type Post, summaryOf } from '../content/post.js';
import {
  emptyMessage,
  type Language,
  type Message,
  type MessageItem,
  type MessageSection,
} from '../message/message.js';
import type { Edition, Question, Reading, Release } from './edition.js';
import { plainText } from './plain-text.js';
import { splitOpening } from './split-opening.js';
import { reasonOf, words } from './words.js';

export interface EditionMessageOptions {
  /** Wording of headings and reasons; default the edition's own language. */
  language?: Language;
  /** Where the whole edition can be read, when Postrider has a public address. */
  pageUrl?: string;
}

/**
 * An edition for channels: its lists as sections for media that draw them, its whole text as `body` for those that show
 * documents. The opening words of the job's template are the message's text.
 */
export function editionMessage(
  edition: Edition,
  { language = edition.language, pageUrl }: EditionMessageOptions = {},
): Message {
  return {
    ...emptyMessage('edition', edition.title, edition.lang),
    url: pageUrl,
    cover: edition.posts.find(({ cover }) => cover)?.cover,
    text: plainText(edition.opening ?? splitOpening(edition.markdown).opening) || undefined,
    date: edition.to,
    sections: sectionsOf(edition, language),
    actions: pageUrl ? [{ type: 'link', label: words[language].wholeEdition, url: pageUrl }] : [],
    body: edition.markdown,
  };
}

function sectionsOf(edition: Edition, language: Language): MessageSection[] {
  const say = words[language];
  const posts =
    edition.groups.length > 0
      ? edition.groups.map(({ category, posts: group }) => section(category || say.uncategorised, group.map(postItem)))
      : [section(say.newPosts, edition.posts.map(postItem))];
  const releases = edition.releases.map((release) => releaseItem(release, language));
  const questions = edition.questions.map((question) => questionItem(question, language));
  return [
    ...posts,
    section(
      say.readings,
      edition.readings.map((reading) => readingItem(reading, language)),
    ),
    section(say.releases, releases),
    section(say.questions, questions),
  ].filter(({ items }) => items.length > 0);
}

function section(heading: string, items: MessageItem[]): MessageSection {
  return { heading, items };
}

function postItem(post: Post): MessageItem {
  return {
    title: post.title,
    url: post.url,
    cover: post.cover,
    excerpt: summaryOf(post) || undefined,
    date: post.date,
  };
}

function readingItem(reading: Reading, language: Language): MessageItem {
  const { title, url, cover, excerpt, date, source } = reading;
  return { title, url, cover, excerpt, date, reason: reasonOf(source, language) };
}

function releaseItem(release: Release, language: Language): MessageItem {
  const others = release.versions.slice(1);
  return {
    title: `${release.project} ${release.version}`,
    url: release.url,
    excerpt: plainText(release.notes) || undefined,
    date: release.date,
    reason: others.length > 0 ? words[language].versions(others) : undefined,
  };
}

function questionItem(question: Question, language: Language): MessageItem {
  return {
    title: plainText(question.text),
    url: question.url,
    excerpt: question.answer && plainText(question.answer),
    date: question.date,
    reason: words[language].askedBy(question.asker),
  };
}
