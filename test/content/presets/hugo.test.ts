import { describe, expect, it } from 'vitest';
import { initSite, tomlPost, yamlPost } from '../../support/site-addresses.js';

describe('a site of Hugo', () => {
  it('has the addresses of its content folder, in lower case', async () => {
    const { preset, config, addresses } = await initSite({
      'hugo.toml': `baseURL = "https://example.org/"
languageCode = "en-us"
title = "The Hugo blog"
`,
      'content/_index.md': tomlPost('Home'),
      'content/about.md': tomlPost('About'),
      'content/posts/_index.md': tomlPost('All posts'),
      'content/posts/my-first-post.md': tomlPost('My first post'),
      'content/posts/a bundle/index.md': tomlPost('A bundle'),
      'content/posts/2024-05-06-dated.md': tomlPost('Dated'),
      'content/posts/Go/Generics in Go.md': tomlPost('Generics'),
      'content/posts/slugged.md': tomlPost('Slugged', { slug: '"Better Name"' }),
      'content/posts/moved.md': tomlPost('Moved', { url: '"/old/place"' }),
      'content/posts/moved-file.md': tomlPost('Moved file', { url: '"/old/page.html"' }),
      'content/posts/C++ & Rust?.md': tomlPost('C++'),
      'content/posts/云原生.md': tomlPost('云原生'),
    });
    expect(preset).toMatchObject({ generator: 'hugo', source: 'hugo.toml', title: 'The Hugo blog', notes: [] });
    expect(config.site).toMatchObject({ title: 'The Hugo blog', url: 'https://example.org', language: 'en-US' });
    expect(addresses).toEqual({
      'posts/my-first-post.md': 'https://example.org/posts/my-first-post/',
      'posts/a bundle/index.md': 'https://example.org/posts/a-bundle/',
      'posts/2024-05-06-dated.md': 'https://example.org/posts/2024-05-06-dated/',
      'posts/Go/Generics in Go.md': 'https://example.org/posts/go/generics-in-go/',
      'posts/slugged.md': 'https://example.org/posts/better-name/',
      'posts/moved.md': 'https://example.org/old/place/',
      'posts/moved-file.md': 'https://example.org/old/page.html',
      'posts/C++ & Rust?.md': 'https://example.org/posts/c++-rust/',
      'posts/云原生.md': 'https://example.org/posts/%E4%BA%91%E5%8E%9F%E7%94%9F/',
    });
  });

  it('follows permalinks of a section, whose :slug falls back to the title', async () => {
    const { addresses } = await initSite({
      'hugo.yaml': `baseURL: https://example.org/docs/
permalinks:
  page:
    blog: /:year/:month/:slug/
`,
      'content/blog/one.md': yamlPost('Hello World'),
      'content/blog/two.md': yamlPost('Other', { slug: 'short' }),
      'content/blog/three.md': yamlPost('Third', { url: '/third/' }),
    });
    expect(addresses).toEqual({
      'blog/one.md': 'https://example.org/docs/2024/05/hello-world/',
      'blog/two.md': 'https://example.org/docs/2024/05/short/',
      'blog/three.md': 'https://example.org/docs/third/',
    });
  });

  it('takes the older form of permalinks, with file names and a day', async () => {
    const { addresses } = await initSite({
      'config.toml': 'baseURL = "https://example.org"\n[permalinks]\nposts = "/:year/:month/:day/:filename"\n',
      'content/posts/2024-05-06-dated.md': yamlPost('Dated', { slug: 'not-this' }),
    });
    expect(addresses).toEqual({ 'posts/2024-05-06-dated.md': 'https://example.org/2024/05/06/2024-05-06-dated/' });
  });

  it('knows languages with folders of their own; the default one has no prefix', async () => {
    const { preset, addresses } = await initSite({
      'config/_default/hugo.toml': 'baseURL = "https://example.org/"\ndefaultContentLanguage = "zh"\ntitle = "社区"\n',
      'config/_default/languages.toml':
        '[zh]\nlanguageCode = "zh-CN"\ncontentDir = "content/zh"\n[en]\ncontentDir = "content/en"\n',
      'content/zh/blog/mosn/index.md': yamlPost('认识 MOSN'),
      'content/en/blog/mosn/index.md': yamlPost('Meet MOSN'),
      'content/en/blog/relative.md': yamlPost('Relative', { url: 'placed/here/' }),
      'content/en/docs/manual.md': yamlPost('Manual'),
    });
    expect(preset).toMatchObject({ language: 'zh-CN', contentPath: 'content', source: 'config/_default/hugo.toml' });
    expect(preset.notes).toEqual([
      'taken as articles: blog; left out: docs (1). Add to content.include what is missing',
    ]);
    expect(addresses).toEqual({
      'zh/blog/mosn/index.md': 'https://example.org/blog/mosn/',
      'en/blog/mosn/index.md': 'https://example.org/en/blog/mosn/',
      'en/blog/relative.md': 'https://example.org/en/placed/here/',
    });
  });

  it('knows translations by file name, and a default language in a folder', async () => {
    const site = (inSubdir: boolean) => ({
      'hugo.json': JSON.stringify({
        baseURL: 'https://example.org/',
        defaultContentLanguageInSubdir: inSubdir,
        languages: { en: { weight: 1 }, zh: { weight: 2 } },
      }),
      'content/post/a.en.md': yamlPost('A'),
      'content/post/a.zh.md': yamlPost('甲'),
      'content/post/b/index.zh.md': yamlPost('乙'),
    });
    expect((await initSite(site(false))).addresses).toEqual({
      'post/a.en.md': 'https://example.org/post/a/',
      'post/a.zh.md': 'https://example.org/zh/post/a/',
      'post/b/index.zh.md': 'https://example.org/zh/post/b/',
    });
    expect((await initSite(site(true))).addresses['post/a.en.md']).toBe('https://example.org/en/post/a/');
  });

  it.each([
    { says: 'uglyURLs = true', address: 'https://example.org/posts/my-post.html' },
    { says: 'disablePathToLower = true', address: 'https://example.org/posts/My-Post/' },
    { says: '[frontmatter]\ndate = [":filename", ":default"]', address: 'https://example.org/posts/my-post/' },
  ])('obeys $says', async ({ says, address }) => {
    const { addresses } = await initSite({
      'hugo.toml': `baseURL = "https://example.org/"\n${says}\n`,
      'content/posts/My Post.md': tomlPost('Mine'),
    });
    expect(addresses['posts/My Post.md']).toBe(address);
  });

  it('takes the sections that mainSections names, from a content folder of another name', async () => {
    const { addresses } = await initSite({
      'hugo.toml': 'baseURL = "https://example.org/"\ncontentDir = "src"\n[params]\nmainSections = ["notes"]\n',
      'src/notes/a.md': tomlPost('A'),
      'src/posts/b.md': tomlPost('B'),
    });
    expect(addresses).toEqual({ 'notes/a.md': 'https://example.org/notes/a/' });
  });

  it('reads the folder that is mounted as content', async () => {
    const { addresses } = await initSite({
      'hugo.toml': `baseURL = "https://example.org/"
[[module.mounts]]
source = "content/en"
target = "content"
`,
      'content/en/posts/a.md': tomlPost('A'),
    });
    expect(addresses).toEqual({ 'posts/a.md': 'https://example.org/posts/a/' });
  });

  it('says what it could not take over', async () => {
    const { preset } = await initSite({
      'hugo.toml': `baseURL = "https://example.org/"
[permalinks]
posts = "/:year/:nonsense/"
news = "/news/:slug/"
[[module.mounts]]
source = "content"
target = "content"
[[module.mounts]]
source = "elsewhere"
target = "content/more"
`,
      'content/posts/a.md': tomlPost('A'),
      'content/news/b.md': tomlPost('B'),
    });
    expect(preset.notes).toEqual([
      'sections posts, news have different permalinks; content.permalink is that of posts',
      'permalinks.posts uses :nonsense, which Postrider does not know: mend content.permalink by hand',
      'module.mounts puts content together from several folders, of which Postrider reads one',
    ]);
  });

  it('is told even when its config is broken', async () => {
    const { preset, addresses } = await initSite({
      'hugo.toml': 'baseURL = "https://example.org/',
      'content/posts/a.md': tomlPost('A'),
    });
    expect(preset.generator).toBe('hugo');
    expect(preset.notes[0]).toContain('hugo.toml could not be read');
    expect(Object.keys(addresses)).toEqual(['posts/a.md']);
  });
});
