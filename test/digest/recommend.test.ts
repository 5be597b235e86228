import { describe, expect, it } from 'vitest';
import { recommendSection } from '../../src/digest/recommend.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const NOW = Date.parse('2022-02-04T10:00:00+08:00');
const post = (title: string, day: string, recommends: string[] = []) =>
  makePost({
    slug: title,
    title,
    url: `https://blog.example.org/${title}/`,
    date: `${day}T10:00:00+08:00`,
    recommends: recommends.map((each) => ({ title: each, url: `https://mp.example.cn/s/${each}` })),
  });

describe('the section for an author to paste', () => {
  it('has the form authors use: a heading, then one link a paragraph', () => {
    const article = post('article', '2022-02-03');
    const library = makeLibrary([
      article,
      post('a', '2022-01-03'),
      post('b', '2022-01-02'),
      post('c_[1]', '2022-01-01'),
    ]);
    expect(recommendSection({ library, post: article, limit: 3, now: NOW })).toBe(
      '### 本周推荐阅读\n\n[a](https://blog.example.org/a/)\n\n[b](https://blog.example.org/b/)\n\n[c\\_[1]](https://blog.example.org/c_[1]/)\n',
    );
  });

  it('is in English below an English article', () => {
    const article = makePost({ slug: 'en', lang: 'en' });
    const library = makeLibrary([article, post('a', '2022-01-03')]);
    expect(recommendSection({ library, post: article, limit: 4, now: NOW })).toMatch(
      /^### Recommended reading\n\n\[a\]/,
    );
  });

  it('prefers among the related those that recent posts recommend', () => {
    const article = post('article', '2022-02-03');
    const recommending = Array.from({ length: 9 }, (_, index) => post(`r${index}`, '2022-02-01', ['classic']));
    const library = makeLibrary([article, ...recommending, post('classic', '2020-01-01')]);
    // `classic` is the tenth related one, and nine recent posts recommend it.
    const section = recommendSection({ library, post: article, limit: 3, now: NOW });
    expect(section.match(/\[.+?\]/g)).toContain('[classic]');
  });

  it('fills up with what posts recommend elsewhere when few are related, and never lists the article itself', () => {
    const article = post('article', '2022-02-03', ['article', 'elsewhere']);
    const library = { ...makeLibrary([article]), related: () => [] };
    expect(recommendSection({ library, post: article, limit: 4, now: NOW })).toBe(
      '### 本周推荐阅读\n\n[elsewhere](https://mp.example.cn/s/elsewhere)\n',
    );
  });
});
