import { describe, expect, it } from 'vitest';
import { initSite, yamlPost } from '../../support/site-addresses.js';

const CONFIG = `title: 山居笔记
subtitle: ''
description: 写代码，也写山
language: zh-CN
timezone: Asia/Shanghai
url: https://example.org
permalink: :year/:month/:day/:title/
source_dir: source
public_dir: public
new_post_name: :title.md
`;

describe('a site of Hexo', () => {
  it('has the date and the path below _posts in its addresses', async () => {
    const { preset, config, addresses } = await initSite({
      '_config.yml': CONFIG,
      'source/about/index.md': yamlPost('关于'),
      'source/_drafts/soon.md': yamlPost('草稿'),
      'source/_posts/hello-world.md': yamlPost('Hello', { date: '2024-05-06 23:30:00' }),
      'source/_posts/Kept Case.md': yamlPost('Case'),
      'source/_posts/notes/mosn.md': yamlPost('MOSN'),
      'source/_posts/folder/index.md': yamlPost('In a folder'),
      'source/_posts/2024-05-06-dated.md': yamlPost('Dated'),
      'source/_posts/moved.md': yamlPost('Moved', { permalink: 'somewhere/else.html' }),
      'source/_posts/slugged.md': yamlPost('Slugged', { slug: 'means-nothing' }),
      'source/_posts/周报.md': yamlPost('周报'),
      'source/_posts/_hidden.md': yamlPost('Hidden'),
    });
    expect(preset).toMatchObject({ generator: 'hexo', source: '_config.yml', contentPath: 'source/_posts', notes: [] });
    expect(config.site).toEqual({
      title: '山居笔记',
      description: '写代码，也写山',
      url: 'https://example.org',
      language: 'zh-CN',
      timezone: 'Asia/Shanghai',
    });
    expect(addresses).toEqual({
      'hello-world.md': 'https://example.org/2024/05/06/hello-world/',
      'Kept Case.md': 'https://example.org/2024/05/06/Kept%20Case/',
      'notes/mosn.md': 'https://example.org/2024/05/06/notes/mosn/',
      'folder/index.md': 'https://example.org/2024/05/06/folder/index/',
      '2024-05-06-dated.md': 'https://example.org/2024/05/06/2024-05-06-dated/',
      'moved.md': 'https://example.org/somewhere/else.html',
      'slugged.md': 'https://example.org/2024/05/06/slugged/',
      '周报.md': 'https://example.org/2024/05/06/%E5%91%A8%E6%8A%A5/',
    });
  });

  it('shows dates in the zone of the site', async () => {
    const { addresses } = await initSite({
      '_config.yml': CONFIG,
      'source/_posts/late.md': yamlPost('Late', { date: '2024-12-31T20:00:00Z' }),
    });
    expect(addresses).toEqual({ 'late.md': 'https://example.org/2025/01/01/late/' });
  });

  it.each([
    { permalink: 'posts/:name.html', address: 'https://example.org/posts/mosn.html' },
    { permalink: ':category/:title/', address: 'https://example.org/Cloud-Native/Mesh/notes/mosn/' },
    { permalink: 'archives/:i_month-:i_day/:post_title/', address: 'https://example.org/archives/5-6/What-s-MOSN/' },
    { permalink: ':year:month/:hour:minute:second/', address: 'https://example.org/202405/100000/' },
  ])('fills $permalink', async ({ permalink, address }) => {
    const { addresses } = await initSite({
      '_config.yml': CONFIG.replace(':year/:month/:day/:title/', permalink),
      'source/_posts/notes/mosn.md': yamlPost("What's MOSN?", { categories: '[Cloud Native, Mesh]' }),
    });
    expect(addresses['notes/mosn.md']).toBe(address);
  });

  it('puts posts without a category below uncategorized', async () => {
    const { addresses } = await initSite({
      '_config.yml': CONFIG.replace(':year/:month/:day/:title/', ':category/:title/'),
      'source/_posts/a.md': yamlPost('A'),
    });
    expect(addresses).toEqual({ 'a.md': 'https://example.org/uncategorized/a/' });
  });

  it('takes the date off file names where new posts get one', async () => {
    const { addresses } = await initSite({
      '_config.yml': CONFIG.replace(':title.md', ':year-:month-:day-:title.md'),
      'source/_posts/2024-05-06-dated.md': yamlPost('Dated', { date: '' }),
    });
    expect(addresses).toEqual({ '2024-05-06-dated.md': 'https://example.org/2024/05/06/dated/' });
  });

  it.each([
    { url: 'https://example.org/blog', root: '/blog/' },
    { url: 'https://example.org', root: '/blog/' },
    { url: 'https://example.org/blog/', root: '/' },
  ])('is below the folder of $url and $root', async ({ url, root }) => {
    const { addresses } = await initSite({
      '_config.yml': CONFIG.replace('https://example.org', url).replace('source_dir', `root: ${root}\nsource_dir`),
      'source/_posts/a.md': yamlPost('A'),
    });
    expect(addresses).toEqual({ 'a.md': 'https://example.org/blog/2024/05/06/a/' });
  });

  it('is told by its dependency when the config says little', async () => {
    const { preset } = await initSite({
      '_config.yml': 'title: Short\nurl: https://example.org\n',
      'package.json': '{ "dependencies": { "hexo": "^8.0.0" } }',
      'source/_posts/a.md': yamlPost('A'),
    });
    expect(preset).toMatchObject({ generator: 'hexo', permalink: '/{year}/{month}/{day}/{filePath}/' });
  });
});
