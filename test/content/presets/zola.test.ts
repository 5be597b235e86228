import { describe, expect, it } from 'vitest';
import { initSite, tomlPost } from '../../support/site-addresses.js';

const CONFIG = 'base_url = "https://example.org"\ntitle = "Zola notes"\ndefault_language = "en"\n';

describe('a site of Zola', () => {
  it('has the addresses of its sections, dates taken off', async () => {
    const { preset, addresses } = await initSite({
      'config.toml': CONFIG,
      'content/_index.md': tomlPost('Home'),
      'content/blog/_index.md': tomlPost('Blog'),
      'content/blog/first.md': tomlPost('First'),
      'content/blog/2024-05-06-dated.md': tomlPost('Dated'),
      'content/blog/2024-05-06_under.md': tomlPost('Under'),
      'content/blog/2024-05-06-bundle/index.md': tomlPost('Bundle'),
      'content/blog/rust/With Space & more.md': tomlPost('Space'),
      'content/blog/héhé.md': tomlPost('Accents'),
      'content/blog/slugged.md': tomlPost('Slugged', { slug: '"Better Name"' }),
      'content/blog/moved.md': tomlPost('Moved', { path: '"somewhere/else"' }),
      'content/blog/源码.md': tomlPost('源码', { slug: '"source"' }),
    });
    expect(preset).toMatchObject({ generator: 'zola', source: 'config.toml', title: 'Zola notes', language: 'en' });
    expect(addresses).toEqual({
      'blog/first.md': 'https://example.org/blog/first/',
      'blog/2024-05-06-dated.md': 'https://example.org/blog/dated/',
      'blog/2024-05-06_under.md': 'https://example.org/blog/under/',
      'blog/2024-05-06-bundle/index.md': 'https://example.org/blog/bundle/',
      'blog/rust/With Space & more.md': 'https://example.org/blog/rust/with-space-more/',
      'blog/héhé.md': 'https://example.org/blog/hehe/',
      'blog/slugged.md': 'https://example.org/blog/better-name/',
      'blog/moved.md': 'https://example.org/somewhere/else/',
      'blog/源码.md': 'https://example.org/blog/source/',
    });
  });

  it('says which names Zola writes in Latin letters', async () => {
    const { preset } = await initSite({ 'zola.toml': CONFIG, 'content/blog/源码.md': tomlPost('源码') });
    expect(preset.notes).toEqual([expect.stringContaining('Zola writes names such as blog/源码.md in Latin letters')]);
  });

  it('keeps names that slugify.paths keeps', async () => {
    const { preset, addresses } = await initSite({
      'zola.toml': `${CONFIG}[slugify]\npaths = "safe"\npaths_keep_dates = true\n`,
      'content/blog/源码 Read?.md': tomlPost('源码'),
      'content/blog/2024-05-06-dated.md': tomlPost('Dated'),
    });
    expect(preset.notes).toEqual([]);
    expect(addresses).toEqual({
      'blog/源码 Read?.md': 'https://example.org/blog/%E6%BA%90%E7%A0%81%20Read/',
      'blog/2024-05-06-dated.md': 'https://example.org/blog/2024-05-06-dated/',
    });
  });

  it('puts other languages below theirs, and takes no folder for one', async () => {
    const { addresses } = await initSite({
      'zola.toml': `${CONFIG.replace('.org', '.org/docs')}[languages.zh]\ntitle = "笔记"\n`,
      'content/blog/a.md': tomlPost('A'),
      'content/blog/a.zh.md': tomlPost('甲'),
      'content/zh/b.md': tomlPost('B'),
    });
    expect(addresses).toEqual({
      'blog/a.md': 'https://example.org/docs/blog/a/',
      'blog/a.zh.md': 'https://example.org/docs/zh/blog/a/',
      'zh/b.md': 'https://example.org/docs/zh/b/',
    });
  });
});
