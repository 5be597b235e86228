import { describe, expect, it } from 'vitest';
import { initSite, yamlPost } from '../../support/site-addresses.js';

const CONFIG = `import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
export default defineConfig({
  site: 'https://example.org',
  integrations: [mdx(), sitemap({ filter: (page) => !/secret/.test(page) })],
});
`;
const ROUTE = "---\nconst posts = await getCollection('blog');\n---\n";

describe('a site of Astro', () => {
  it('makes a slug of each part of the path', async () => {
    const { preset, addresses } = await initSite({
      'astro.config.mjs': CONFIG,
      'src/pages/blog/[...slug].astro': ROUTE,
      'src/pages/about.md': yamlPost('About'),
      'src/content/blog/first-post.md': yamlPost('First', { date: '', pubDate: "'Jul 08 2022'" }),
      'src/content/blog/2024-05-06-Dated Post.mdx': yamlPost('Dated'),
      'src/content/blog/Deep Folder/using-mdx.mdx': yamlPost('Deep'),
      'src/content/blog/bundle/index.md': yamlPost('Bundle'),
      'src/content/blog/nested/slugged.md': yamlPost('Slugged', { slug: 'better' }),
      'src/content/blog/你好，世界.md': yamlPost('你好'),
      'src/content/blog/_draft.md': yamlPost('Draft'),
    });
    expect(preset).toMatchObject({ generator: 'astro', contentPath: 'src/content/blog', notes: [] });
    expect(addresses).toEqual({
      'first-post.md': 'https://example.org/blog/first-post/',
      '2024-05-06-Dated Post.mdx': 'https://example.org/blog/2024-05-06-dated-post/',
      'Deep Folder/using-mdx.mdx': 'https://example.org/blog/deep-folder/using-mdx/',
      'bundle/index.md': 'https://example.org/blog/bundle/',
      'nested/slugged.md': 'https://example.org/blog/better/',
      '你好，世界.md': 'https://example.org/blog/%E4%BD%A0%E5%A5%BD%E4%B8%96%E7%95%8C/',
    });
  });

  it('follows the collection to its folder and its page, with a base and no slash at the end', async () => {
    const { addresses } = await initSite({
      'astro.config.ts': `export default defineConfig({
  site: "https://example.org", base: "/docs", trailingSlash: "never",
})`,
      'src/content.config.ts':
        "const blog = defineCollection({ loader: glob({ base: './src/data/blog', pattern: '**/*.md' }) });",
      'src/pages/posts/[id].astro': ROUTE,
      'src/data/blog/a.md': yamlPost('A'),
    });
    expect(addresses).toEqual({ 'a.md': 'https://example.org/docs/posts/a' });
  });

  it('has articles that are pages where there is no collection', async () => {
    const { addresses } = await initSite({
      'astro.config.mjs': CONFIG,
      'src/pages/posts/post-1.md': yamlPost('One'),
      'src/pages/posts/My Post.md': yamlPost('Mine'),
    });
    expect(addresses).toEqual({
      'posts/post-1.md': 'https://example.org/posts/post-1/',
      'posts/My Post.md': 'https://example.org/posts/My%20Post/',
    });
  });

  it('says what had to be guessed', async () => {
    const { preset } = await initSite({
      'astro.config.mjs': 'export default defineConfig({});',
      'src/content/blog/a.md': yamlPost('A'),
    });
    expect(preset.notes).toEqual([
      'astro.config.mjs has no site, or computes it: set site.url',
      'no page for the collection blog was found below src/pages; /blog/ is assumed',
    ]);
  });
});
