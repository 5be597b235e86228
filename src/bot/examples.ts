import type { Library } from '../library/library.js';
import type { Language } from '../message/message.js';
import { nameText } from './reply.js';
import { KINDS } from './term-answers.js';

/** Three commands that give something in this very library. */
export function examples(library: Library, language: Language): string[] {
  const zh = language === 'zh';
  const [tag] = library.terms('tag');
  const [author] = library.terms('author');
  const [category] = library.terms('category');
  const candidates = [
    tag && `${KINDS.tag.one[language]} ${nameText(tag.name)}`,
    // The second most used tag makes a better search than the first, which is already there.
    `${zh ? '搜索' : 'search'} ${searchWord(library)}`,
    author && `${KINDS.author.one[language]} ${nameText(author.name)}`,
    category && `${KINDS.category.one[language]} ${nameText(category.name)}`,
    zh ? '标签列表' : 'tags',
  ];
  return [zh ? '最新 3' : 'latest 3', ...candidates.filter((text) => text !== undefined)].slice(0, 3);
}

function searchWord(library: Library): string {
  return library.terms('tag')[1]?.name ?? library.terms('tag')[0]?.name ?? library.posts[0]?.title ?? 'Postrider';
}
