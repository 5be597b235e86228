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
  const word = searchWord(library);
  const candidates = [
    tag && `${KINDS.tag.one[language]} ${nameText(tag.name)}`,
    word && `${zh ? '搜索' : 'search'} ${word}`,
    author && `${KINDS.author.one[language]} ${nameText(author.name)}`,
    category && `${KINDS.category.one[language]} ${nameText(category.name)}`,
    zh ? '标签列表' : 'tags',
    zh ? '帮助' : 'help',
  ];
  return [zh ? '最新 3' : 'latest 3', ...candidates.filter((text) => text !== undefined)].slice(0, 3);
}

/** A word that finds something, as the name of a tag does. The second most used one is no example already. */
function searchWord(library: Library): string | undefined {
  const [first, ...others] = library.terms('tag').slice(0, 4);
  return [...others, first].find((term) => term !== undefined && /[\p{L}\p{N}]/u.test(term.name))?.name;
}
