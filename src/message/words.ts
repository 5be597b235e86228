import type { Language } from './message.js';

/** What we say around an author's text, in one language. */
export interface Words {
  /** Before a title in a notification. */
  newPost: string;
  /** Between names, tags and titles in running text. */
  comma: string;
  colon: string;
  readMore: string;
  /** On a link from a list or a digest to its page. */
  openPage: string;
  tags: string;
  minutes(count: number): string;
  /** The authors of a post; `more` of them are left out. */
  authors(names: string[], more: number): string;
  /** After a title: who wrote it. */
  by(names: string): string;
  /** Items a list leaves out. */
  more(count: number): string;
  /** The same, when the title leads to a page that has them. */
  moreOnPage(count: number): string;
  subscribe(tag: string): string;
  /** How to run a command in a medium without buttons. */
  send(label: string, command: string): string;
  roundupTitle(count: number): string;
}

const zh: Words = {
  newPost: '新文章',
  comma: '、',
  colon: '：',
  readMore: '阅读全文',
  openPage: '打开页面',
  tags: '标签',
  minutes: (count) => `${count} 分钟阅读`,
  authors: (names, more) => names.join('、') + (more > 0 ? ` 等 ${names.length + more} 人` : ''),
  by: (names) => `（${names}）`,
  more: (count) => `另有 ${count} 篇`,
  moreOnPage: (count) => `另有 ${count} 篇，见完整页面`,
  subscribe: (tag) => `订阅 #${tag}`,
  send: (label, command) => `${label}：发送「${command}」`,
  roundupTitle: (count) => `${count} 篇新文章`,
};

const en: Words = {
  newPost: 'New post',
  comma: ', ',
  colon: ': ',
  readMore: 'Read the post',
  openPage: 'Open the page',
  tags: 'Tags',
  minutes: (count) => `${count} min read`,
  authors: (names, more) => names.join(', ') + (more > 0 ? ` and ${more} more` : ''),
  by: (names) => ` by ${names}`,
  more: (count) => `and ${count} more`,
  moreOnPage: (count) => `and ${count} more on the page`,
  subscribe: (tag) => `Subscribe to #${tag}`,
  send: (label, command) => `${label}: send “${command}”`,
  roundupTitle: (count) => (count === 1 ? '1 new post' : `${count} new posts`),
};

/** The wording of a language. */
export function words(language: Language): Words {
  return language === 'zh' ? zh : en;
}

/** The wording a site's or post's BCP 47 tag asks for: Chinese for every `zh`, English for the rest. */
export function languageOf(tag: string): Language {
  return /^zh\b/i.test(tag) ? 'zh' : 'en';
}
