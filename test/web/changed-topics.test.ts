import { expect, it } from 'vitest';
import { changedTopics } from '../../src/web/changed-topics.js';
import { siteDocuments } from '../../src/web/site-documents.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';
import { makeSiteInput } from '../support/start-web.js';

it('names every hub for every feed that changed, but not for pages and archives', () => {
  const posts = ['a', 'b', 'c'].map((slug) => makePost({ slug }));
  const input = makeSiteInput({ library: makeLibrary(posts) });
  const hubs = ['https://one.example.org/', 'https://two.example.org/'];
  const documents = siteDocuments({ ...input, settings: { ...input.settings, hubs, feedLimit: 2 } });
  const changed = ['/', '/posts/a/', '/archive/1/rss.xml', '/rss.xml'].map((path) =>
    documents.find((document) => document.path === path),
  );
  expect(changed).not.toContain(undefined);
  expect(changedTopics(changed.filter((document) => document !== undefined))).toEqual([
    { hub: 'https://one.example.org/', topic: 'https://rider.example.org/rss.xml' },
    { hub: 'https://two.example.org/', topic: 'https://rider.example.org/rss.xml' },
  ]);
});
