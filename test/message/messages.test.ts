import { describe, expect, it } from 'vitest';
import { emptyMessage } from '../../src/message/message.js';
import { postMessage } from '../../src/message/post-message.js';
import { roundupMessage } from '../../src/message/roundup-message.js';
import { shortenMessage } from '../../src/message/shorten-message.js';
import { makePost } from '../support/make-post.js';

describe('the announcement of a post', () => {
  it('has all that a medium may show', () => {
    const post = makePost({
      ...{ slug: 'tiger', title: '喜迎虎年', description: '开源正当时', cover: 'https://img.example.org/tiger.png' },
      announce: { enabled: true, note: '值得一读', channels: [] },
    });
    expect(postMessage(post)).toEqual({
      kind: 'post',
      title: '喜迎虎年',
      url: 'https://blog.example.org/blog/tiger/',
      cover: 'https://img.example.org/tiger.png',
      text: '开源正当时',
      note: '值得一读',
      authors: [{ name: '齐天', url: 'https://github.com/sofastack' }],
      categories: ['SOFAStack'],
      tags: ['SOFAStack'],
      date: '2022-02-03T15:00:00+08:00',
      readingMinutes: 4,
      lang: 'zh-CN',
      sections: [],
      actions: [],
    });
  });

  it('says what the post is about, not its title again', () => {
    const post = makePost({
      title: '喜迎虎年｜开源正当时！',
      description: '喜迎虎年 | 开源正当时',
      excerpt: '大家好。',
    });
    expect(postMessage(post).text).toBe('大家好。');
    expect(postMessage({ ...post, excerpt: '' }).text).toBeUndefined();
  });
});

it('a round-up lists its posts under a title in the language of the channel', () => {
  const posts = ['b', 'a'].map((slug) => makePost({ slug, title: slug, description: `about ${slug}` }));
  expect(roundupMessage(posts, 'zh')).toMatchObject({
    kind: 'roundup',
    title: '2 篇新文章',
    sections: [{ items: [{ title: 'b', excerpt: 'about b' }, { title: 'a' }] }],
    total: 2,
  });
  expect(roundupMessage(posts, 'en', 'https://blog.example.org/')).toMatchObject({
    title: '2 new posts',
    url: 'https://blog.example.org/',
  });
});

describe('a list that is too long for a medium', () => {
  const list = (count: number, kind: 'roundup' | 'reply' = 'roundup') => ({
    ...emptyMessage(kind, 'title', 'en'),
    sections: [
      {
        heading: 'first',
        items: Array.from({ length: count }, (_, i) => ({ title: `${i}`, excerpt: 'x'.repeat(200) })),
      },
      { heading: 'second', items: [{ title: 'last' }] },
    ],
  });
  const draw = (message: ReturnType<typeof list>, room: number) =>
    shortenMessage(
      message,
      ({ sections }, { omitted }) => ({
        text: sections.flatMap(({ items }) => items.map((item) => item.title + (item.excerpt ?? ''))).join(' '),
        excerpt: sections[0]?.items[0]?.excerpt?.length ?? 0,
        items: sections.flatMap(({ items }) => items).length,
        omitted,
      }),
      ({ text }) => text.length <= room,
    );

  it('first loses the length of its excerpts, then the excerpts, then its last items', () => {
    expect(draw(list(3), 1_000)).toMatchObject({ excerpt: 160, items: 4, omitted: 0 });
    expect(draw(list(3), 300)).toMatchObject({ excerpt: 80, items: 4, omitted: 0 });
    expect(draw(list(3), 20)).toMatchObject({ excerpt: 0, items: 4, omitted: 0, text: '0 1 2 last' });
    expect(draw(list(3), 4)).toMatchObject({ items: 2, omitted: 2, text: '0 1' });
    expect(draw(list(3), 0)).toMatchObject({ items: 0, omitted: 4, text: '' });
  });

  it('has at most thirty items unless somebody asked for them', () => {
    expect(draw(list(50), 100_000)).toMatchObject({ items: 30, omitted: 21 });
    expect(draw(list(50, 'reply'), 100_000)).toMatchObject({ items: 51, omitted: 0 });
  });
});
