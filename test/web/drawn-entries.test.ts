import { describe, expect, it } from 'vitest';
import { postEntry } from '../../src/feeds/post-entry.js';
import { createDrawnEntries } from '../../src/web/drawn-entries.js';
import type { FeedItem } from '../../src/web/feed-places.js';
import { makePost } from '../support/make-post.js';

/** An item as a place of feeds has it, and how often its entry was made. */
function item(slug: string, title: string): FeedItem & { made: number } {
  const post = makePost({ slug, title });
  const { updated, date, lang: language } = post;
  return {
    made: 0,
    mark: `${slug} ${title}`,
    updated,
    language,
    title,
    href: `/posts/${slug}/`,
    date,
    entry() {
      this.made++;
      return postEntry(post, [], { html: '<p>正文</p>' });
    },
  };
}

describe('drawn feed entries', () => {
  it('are drawn once for all formats and all feeds of a language', () => {
    const entries = createDrawnEntries(1_000_000);
    const post = item('a', '第一篇');

    const [rss, json] = (['rss', 'json'] as const).map((format) => String(entries.draw(format, post, 'zh-CN')));
    entries.draw('atom', post, 'zh-CN');

    expect(rss).toContain('<title>第一篇</title>');
    expect(JSON.parse(json as string)).toMatchObject({ title: '第一篇', content_html: '<p>正文</p>' });
    expect(post.made).toBe(1);
    entries.draw('rss', post, 'en');
    expect(post.made).toBe(2);
  });

  it('keep of a post only its newest state', () => {
    const entries = createDrawnEntries(1_000_000);
    const [first, second] = [item('a', '初稿'), item('a', '定稿')];

    entries.draw('rss', first, 'zh-CN');
    expect(String(entries.draw('rss', second, 'zh-CN'))).toContain('定稿');
    entries.draw('rss', first, 'zh-CN');

    expect(first.made).toBe(2);
  });

  it('forget what was drawn first when there is no room', () => {
    const size = (['rss', 'atom', 'json'] as const)
      .map((format) => createDrawnEntries(1).draw(format, item('a', '第一篇'), 'zh-CN').length)
      .reduce((a, b) => a + b);
    const entries = createDrawnEntries(size * 2.5);
    const [a, b, c] = [item('a', '第一篇'), item('b', '第二篇'), item('c', '第三篇')];

    for (const post of [a, b, c, c, b, a]) entries.draw('rss', post, 'zh-CN');

    expect([a.made, b.made, c.made]).toEqual([2, 1, 1]);
  });
});
