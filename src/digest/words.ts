import type { Language } from '../message/message.js';
import type { ReadingSource } from './edition.js';
import { isoWeek } from './edition-period.js';
import { zonedTime } from './zoned-time.js';

/** What a digest says of its own accord, in both languages. */
export const words = {
  zh: {
    newPosts: '新文章',
    readings: '推荐阅读',
    releases: '项目进展',
    questions: '读者问答',
    weeklyReadings: '本周推荐阅读',
    and: '、',
    released: '发布 {{ release.title }}，主要变更如下：',
    releasedShort: (project: string, version: string) => `${project} 发布 ${version}`,
    details: '详细发布报告：',
    newPostCount: (count: number) => `${count} 篇新文章`,
    readingCount: (count: number) => `${count} 篇推荐阅读`,
    releaseCount: (count: number) => `${count} 个项目发布新版本`,
    questionCount: (count: number) => `${count} 个读者问答`,
    subscribed: { daily: '今天的订阅', weekly: '本周的订阅' },
    uncategorised: '其他',
    wholeEdition: '查看完整内容',
    anonymous: '一位读者',
    recommended: (count: number) => `${count} 篇文章推荐`,
    friend: (name: string) => `来自 ${name}`,
    evergreen: '往期好文',
    morePosts: '还有 {{ edition.more }} 篇新文章没有列在这里。',
    versions: (others: string[]) => `同期还发布了 ${others.join('、')}`,
    ask: (name: string) => `${name} 提问：`,
    askedBy: (name: string | undefined) => (name ? `@${name} 提问` : undefined),
    answer: (name: string | undefined) => (name ? `${name} 回答：` : '答：'),
    thread: '查看原帖',
  },
  en: {
    newPosts: 'New posts',
    readings: 'Recommended reading',
    releases: 'Releases',
    questions: 'Questions and answers',
    weeklyReadings: 'Recommended reading',
    and: ', ',
    released: '{{ release.title }} is out. What changed:',
    releasedShort: (project: string, version: string) => `${project} ${version} released`,
    details: 'Release notes: ',
    newPostCount: (count: number) => `${count} new ${count === 1 ? 'post' : 'posts'}`,
    readingCount: (count: number) => `${count} recommended`,
    releaseCount: (count: number) => `${count} ${count === 1 ? 'project' : 'projects'} with releases`,
    questionCount: (count: number) => `${count} ${count === 1 ? 'question' : 'questions'}`,
    subscribed: { daily: 'Your subscriptions today', weekly: 'Your subscriptions this week' },
    uncategorised: 'Other',
    wholeEdition: 'Read the whole edition',
    anonymous: 'A reader',
    recommended: (count: number) => `recommended by ${count} ${count === 1 ? 'post' : 'posts'}`,
    friend: (name: string) => `from ${name}`,
    evergreen: 'from the archive',
    morePosts: 'There are {{ edition.more }} more new posts.',
    versions: (others: string[]) => `also released: ${others.join(', ')}`,
    ask: (name: string) => `${name} asked:`,
    askedBy: (name: string | undefined) => (name ? `asked by @${name}` : undefined),
    answer: (name: string | undefined) => (name ? `${name} answered: ` : 'Answer: '),
    thread: 'See the thread',
  },
} as const;

/** Why a reading was picked: `3 篇文章推荐`, `recommended by 3 posts`. */
export function reasonOf(source: ReadingSource, language: Language): string {
  const say = words[language];
  switch (source.type) {
    case 'recommended':
      return say.recommended(source.count);
    case 'friend':
      return say.friend(source.name);
    case 'evergreen':
      return say.evergreen;
  }
}

/** A period in words: `2022 年第 5 周`, `week 5 of 2022`, `2022 年 2 月`, `2022-02-03`. */
export function periodInWords(period: string, at: number, timezone: string, language: Language): string {
  if (/^\d+-W\d+$/.test(period)) {
    const { year, week } = isoWeek(at, timezone);
    return language === 'zh' ? `${year} 年第 ${week} 周` : `week ${week} of ${year}`;
  }
  const { year, month, day, hour, minute } = zonedTime(at, timezone);
  if (/^\d+-\d+$/.test(period)) {
    if (language === 'zh') return `${year} 年 ${month} 月`;
    return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: timezone }).format(at);
  }
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  return period === date ? date : `${date} ${two(hour)}:${two(minute)}`;
}
