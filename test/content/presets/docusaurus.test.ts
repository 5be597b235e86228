import { describe, expect, it } from 'vitest';
import { initSite, yamlPost } from '../../support/site-addresses.js';

/** The shape that `create-docusaurus` writes, with what would run if anybody ran it. */
const CONFIG = `import {themes as prismThemes} from 'prism-react-renderer';
import type {Config} from '@docusaurus/types';
process.exit(3); // read as text, never run
/* url: 'https://comment.example' */
const organization = 'example';
const config: Config = {
  title: "The site's own",
  tagline: 'Dinosaurs are cool',
  favicon: 'img/favicon.ico',
  url: 'https://example.org', // not 'https://other.example'
  baseUrl: '/',
  organizationName: organization,
  onBrokenLinks: process.env.CI ? 'throw' : 'warn',
  i18n: { defaultLocale: 'en', locales: ['en'] },
  presets: [
    [
      'classic',
      {
        docs: { sidebarPath: require.resolve('./sidebars.js'), editUrl: ({docPath}) => \`https://x/\${docPath}\` },
        blog: { showReadingTime: true, feedOptions: { type: ['rss', 'atom'] }, truncateMarker: /<!--\\s*more\\s*-->/ },
        theme: { customCss: './src/css/custom.css' },
      } satisfies Preset.Options,
    ],
  ],
  themeConfig: { navbar: { title: 'Nav', items: [{ to: '/blog', label: 'Blog' }] } },
};
export default config;
`;

describe('a site of Docusaurus', () => {
  it('makes folders of dates in names, without running its config', async () => {
    const { preset, addresses } = await initSite({
      'docusaurus.config.ts': CONFIG,
      'docs/intro.md': yamlPost('Docs'),
      'blog/2019-05-28-first-post.md': yamlPost('First', { date: '' }),
      'blog/2019-09-05-Bundle/index.mdx': yamlPost('Bundle', { date: '' }),
      'blog/2020/06/07-nested.md': yamlPost('Nested', { date: '' }),
      'blog/releases/2021-08-01-two.md': yamlPost('In a folder', { date: '' }),
      'blog/undated.md': yamlPost('Undated'),
      'blog/2019-05-30-slugged.md': yamlPost('Slugged', { slug: 'welcome' }),
      'blog/2019-05-31-slugged.md': yamlPost('Slugged again', { slug: '/deep/welcome' }),
      'blog/2019-06-01-你好.md': yamlPost('你好', { date: '' }),
      'blog/_partial.mdx': 'Part of a post.',
    });
    expect(preset).toMatchObject({
      generator: 'docusaurus',
      source: 'docusaurus.config.ts',
      title: "The site's own",
      description: 'Dinosaurs are cool',
      notes: [],
    });
    expect(addresses).toEqual({
      '2019-05-28-first-post.md': 'https://example.org/blog/2019/05/28/first-post',
      '2019-09-05-Bundle/index.mdx': 'https://example.org/blog/2019/09/05/Bundle',
      '2020/06/07-nested.md': 'https://example.org/blog/2020/06/07/nested',
      'releases/2021-08-01-two.md': 'https://example.org/blog/2021/08/01/releases/two',
      'undated.md': 'https://example.org/blog/undated',
      '2019-05-30-slugged.md': 'https://example.org/blog/welcome',
      '2019-05-31-slugged.md': 'https://example.org/blog/deep/welcome',
      '2019-06-01-你好.md': 'https://example.org/blog/2019/06/01/%E4%BD%A0%E5%A5%BD',
    });
  });

  it('obeys path, routeBasePath, baseUrl and trailingSlash, in a config written in JavaScript', async () => {
    const { addresses } = await initSite({
      'docusaurus.config.js': `module.exports = async function createConfig() {
  const baseUrl = '/project/';
  return {
    title: 'X', url: "https://example.org", baseUrl, trailingSlash: true,
    presets: [['@docusaurus/preset-classic', { docs: false, blog: { path: './news', routeBasePath: '/' } }]],
  };
};`,
      'news/2024-05-06-a.md': yamlPost('A'),
    });
    expect(addresses).toEqual({ '2024-05-06-a.md': 'https://example.org/project/2024/05/06/a/' });
  });

  it('finds a blog among the plugins, and says what it leaves out', async () => {
    const { preset, addresses } = await initSite({
      'docusaurus.config.mjs': `export default {
  url: 'https://example.org', baseUrl: '/',
  presets: [['classic', { blog: false }]],
  plugins: [
    ['@docusaurus/plugin-content-blog', { id: 'news', path: 'news', routeBasePath: 'news' }],
    ['content-blog', { id: 'log', path: 'log', routeBasePath: 'log' }],
  ],
};`,
      'news/a.md': yamlPost('A'),
      'i18n/zh-CN/docusaurus-plugin-content-blog/a.md': yamlPost('甲'),
    });
    expect(addresses).toEqual({ 'a.md': 'https://example.org/news/a' });
    expect(preset.notes).toEqual([
      'there are 2 blogs; this config reads news',
      'translations in i18n/ (zh-CN) are not read: one Postrider for each language reads them',
    ]);
  });

  it('says what its config computes', async () => {
    const { preset, config } = await initSite({
      'docusaurus.config.js': 'module.exports = { title: "X", url: process.env.URL, trailingSlash: isPreview };',
      'blog/a.md': yamlPost('A'),
    });
    expect(preset.notes).toEqual([
      "docusaurus.config.js computes the site's url, so it could not be read: set site.url",
      'docusaurus.config.js computes trailingSlash: if addresses end in a slash, so must content.permalink',
    ]);
    expect(config.site.url).toBeUndefined();
  });
});
