import { describe, expect, it } from 'vitest';
import { initSite, yamlPost } from '../../support/site-addresses.js';

describe('a folder of plain Markdown', () => {
  it('has posts on pages of Postrider until the site has an address', async () => {
    const { preset, config, addresses } = await initSite({
      'README.md': '# Our notes\n\nHello.\n',
      'posts/2024-05-06-hello.md': yamlPost('Hello'),
      'posts/deep/README.md': '# About this folder\n',
      'posts/deep/other/index.md': yamlPost('Other'),
    });
    expect(preset).toMatchObject({ generator: 'plain', title: 'Our notes', contentPath: 'posts' });
    expect(config.site).toEqual({ title: 'Our notes', description: '', language: 'en', timezone: 'UTC' });
    expect(addresses).toEqual({
      '2024-05-06-hello.md': 'http://127.0.0.1:8080/posts/hello/',
      'deep/other/index.md': 'http://127.0.0.1:8080/posts/other/',
    });
  });

  it('reads a folder that is nothing but posts, but not its own digest job', async () => {
    const { preset, addresses } = await initSite({ 'a.md': yamlPost('A'), 'topics/b.md': yamlPost('B') });
    expect(preset.contentPath).toBe('.');
    expect(Object.keys(addresses).sort()).toEqual(['a.md', 'topics/b.md']);
  });

  it('gets an empty content folder where there is nothing yet', async () => {
    const { config, addresses } = await initSite({});
    expect(config.content.path).toBe('content');
    expect(addresses).toEqual({});
  });
});
