import { describe, expect, it } from 'vitest';
import { initSite, yamlPost } from '../../support/site-addresses.js';

const CONFIG = `title: Notes
description: A blog
url: "https://example.org"
baseurl: ""
timezone: Asia/Shanghai
exclude: [postrider.yaml, jobs]
`;

describe('a site of Jekyll', () => {
  it('has date and title in its addresses, and a file extension', async () => {
    const { preset, config, addresses } = await initSite({
      '_config.yml': CONFIG,
      'index.md': yamlPost('Home'),
      '_drafts/soon.md': yamlPost('Draft'),
      '_posts/2024-05-06-hello-world.md': yamlPost('Hello', { date: '' }),
      '_posts/2024-05-06-Kept Case & more.markdown': yamlPost('Case', { date: '' }),
      '_posts/2024-01-02-other-date.md': yamlPost('Other date', { date: '2024-05-06 23:30:00 +0800' }),
      '_posts/2024-05-06-filed.md': yamlPost('Filed', { date: '', categories: 'Tech Web' }),
      '_posts/2024-05-06-listed.md': yamlPost('Listed', { date: '', categories: '[Open Source, Go]' }),
      '_posts/2024-05-06-slugged.md': yamlPost('Slugged', { date: '', slug: 'short' }),
      '_posts/2024-05-06-moved.md': yamlPost('Moved', { date: '', permalink: '/somewhere/else' }),
      '_posts/2024-05-06-templated.md': yamlPost('Templated', { date: '', permalink: '/:year/:title.html' }),
      '_posts/sub/2024-05-06-below.md': yamlPost('Below', { date: '' }),
      '_posts/2024-05-06-你好.md': yamlPost('你好', { date: '' }),
      '_posts/no-date.md': yamlPost('No post'),
    });
    expect(preset).toMatchObject({ generator: 'jekyll', source: '_config.yml', contentPath: '_posts', notes: [] });
    expect(config.site).toMatchObject({ title: 'Notes', timezone: 'Asia/Shanghai' });
    expect(addresses).toEqual({
      '2024-05-06-hello-world.md': 'https://example.org/2024/05/06/hello-world.html',
      '2024-05-06-Kept Case & more.markdown': 'https://example.org/2024/05/06/Kept-Case-&-more.html',
      '2024-01-02-other-date.md': 'https://example.org/2024/05/06/other-date.html',
      '2024-05-06-filed.md': 'https://example.org/tech/web/2024/05/06/filed.html',
      '2024-05-06-listed.md': 'https://example.org/open%20source/go/2024/05/06/listed.html',
      '2024-05-06-slugged.md': 'https://example.org/2024/05/06/short.html',
      '2024-05-06-moved.md': 'https://example.org/somewhere/else',
      '2024-05-06-templated.md': 'https://example.org/2024/templated.html',
      'sub/2024-05-06-below.md': 'https://example.org/2024/05/06/below.html',
      '2024-05-06-你好.md': 'https://example.org/2024/05/06/%E4%BD%A0%E5%A5%BD.html',
    });
  });

  it('takes folders above _posts for categories', async () => {
    const { preset, addresses } = await initSite({
      '_config.yml': `${CONFIG}permalink: pretty\n`,
      'news/_posts/2024-05-06-a.md': yamlPost('A', { date: '', category: 'Big Day' }),
      '_posts/2024-05-06-b.md': yamlPost('B', { date: '' }),
      '_site/news/_posts/2024-05-06-built.md': yamlPost('Built'),
    });
    expect(preset.contentPath).toBe('.');
    expect(addresses).toEqual({
      'news/_posts/2024-05-06-a.md': 'https://example.org/news/big%20day/2024/05/06/a/',
      '_posts/2024-05-06-b.md': 'https://example.org/2024/05/06/b/',
    });
  });

  it.each([
    { permalink: 'date', address: 'https://example.org/go/2024/02/05/a.html' },
    { permalink: 'pretty', address: 'https://example.org/go/2024/02/05/a/' },
    { permalink: 'ordinal', address: 'https://example.org/go/2024/036/a.html' },
    { permalink: 'weekdate', address: 'https://example.org/go/2024/W06/MON/a.html' },
    { permalink: 'none', address: 'https://example.org/go/a.html' },
    { permalink: '/blog/:year/:i_month/:short_month/:title', address: 'https://example.org/blog/2024/2/FEB/a' },
  ])('knows the style $permalink', async ({ permalink, address }) => {
    const { addresses } = await initSite({
      '_config.yml': `${CONFIG}permalink: ${permalink}\n`,
      '_posts/2024-02-05-a.md': yamlPost('A', { date: '', categories: 'Go' }),
    });
    expect(addresses).toEqual({ '2024-02-05-a.md': address });
  });

  it('is below baseurl, its own permalinks as well', async () => {
    const { addresses } = await initSite({
      '_config.yml': CONFIG.replace('baseurl: ""', 'baseurl: /project'),
      '_posts/2024-05-06-a.md': yamlPost('A', { date: '' }),
      '_posts/2024-05-06-b.md': yamlPost('B', { date: '', permalink: '/b/' }),
    });
    expect(addresses).toEqual({
      '2024-05-06-a.md': 'https://example.org/project/2024/05/06/a.html',
      '2024-05-06-b.md': 'https://example.org/project/b/',
    });
  });

  it('reads a permalink from the defaults and from the collection', async () => {
    const post = { '_posts/2024-05-06-a.md': yamlPost('A', { date: '' }) };
    const defaults = 'defaults:\n  - scope: { path: "", type: posts }\n    values: { permalink: "/d/:title/" }\n';
    expect((await initSite({ '_config.yml': CONFIG + defaults, ...post })).addresses).toEqual({
      '2024-05-06-a.md': 'https://example.org/d/a/',
    });
    const collection = 'collections:\n  posts: { permalink: "/c/:title/" }\n';
    expect((await initSite({ '_config.yml': CONFIG + collection, ...post })).addresses).toEqual({
      '2024-05-06-a.md': 'https://example.org/c/a/',
    });
  });

  it('is asked to keep the files of Postrider out of what it publishes', async () => {
    const { preset } = await initSite({
      '_config.yml': 'url: https://example.org\n',
      '_posts/2024-05-06-a.md': yamlPost('A'),
    });
    expect(preset.notes).toEqual([
      'add `exclude: [postrider.yaml, jobs]` to _config.yml, or Jekyll publishes these files as well',
    ]);
  });
});
