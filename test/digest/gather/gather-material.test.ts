import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeEdition, editionWindow } from '../../../src/digest/compose-edition.js';
import { editionRecord } from '../../../src/digest/edition-record.js';
import { foldReleases } from '../../../src/digest/fold-releases.js';
import { createFeedCache } from '../../../src/digest/gather/feed-cache.js';
import { type GatherOptions, gatherMaterial } from '../../../src/digest/gather/gather-material.js';
import { createSlackReader } from '../../../src/digest/gather/slack-reader.js';
import { rss, startFeedServer } from '../../support/feed-server.js';
import { makeJob } from '../../support/make-job.js';
import { makeLibrary } from '../../support/make-library.js';
import { makePost } from '../../support/make-post.js';
import { slackTime, startSlackArchive } from '../../support/slack-archive.js';
import { tempFolder } from '../../support/temp-folder.js';

const FRIDAY = Date.parse('2022-02-04T10:00:00+08:00');
const WEEK = 7 * 86_400_000;
const site = { title: '', description: '', url: '', language: 'zh-CN' };
const THURSDAY = 'Thu, 03 Feb 2022 15:00:00 +0800';

const gather = (job: GatherOptions['job'], options: Partial<GatherOptions> = {}) =>
  gatherMaterial({ job, from: FRIDAY - WEEK, to: FRIDAY, ...options });

function releases(project: string, versions: [version: string, updated: string, notes?: string][]): string {
  const entries = versions.map(
    ([version, updated, notes = '']) =>
      `<entry><id>${version}</id><updated>${updated}</updated><link rel="alternate" href="https://github.com/mosn/${project}/releases/tag/${version}"/><title>${version}</title><content type="html">${notes.replace(/</g, '&lt;')}</content></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Release notes from ${project}</title>${entries.join('')}</feed>`;
}

describe('what a digest gathers', () => {
  it('is friends’ articles with an excerpt of their HTML, under the feed’s name or the job’s for it', async () => {
    const html = '<script>x()</script><h2></h2><p>第一段 <b>很好</b> &lt;b&gt;</p><p>第二段</p>';
    const server = await startFeedServer({
      '/a': rss([{ title: '甲', link: '/1', date: THURSDAY, html }]),
      '/b': rss([{ title: '乙', link: '/2', date: THURSDAY }]),
    });
    const job = makeJob({
      feeds: [
        { url: `${server.url}/a`, name: undefined },
        { url: `${server.url}/b`, name: '云原生社区' },
      ],
      allowPrivate: true,
    });
    const { friends, warnings } = await gather(job);
    expect(warnings).toEqual([]);
    expect(friends).toEqual([
      { title: '甲', url: `${server.url}/1`, time: Date.parse(THURSDAY), feed: '隔壁社区', excerpt: '第一段 很好 <b>' },
      { title: '乙', url: `${server.url}/2`, time: Date.parse(THURSDAY), feed: '云原生社区', excerpt: undefined },
    ]);
  });

  it('goes on without a dead feed, with a warning that says which and why', async () => {
    const server = await startFeedServer({
      '/a': rss([{ title: '甲', link: '/1', date: THURSDAY }]),
      '/page': '<html></html>',
    });
    const urls = ['/a', '/gone', '/page'].map((path) => ({ url: server.url + path, name: undefined }));
    const { friends, warnings } = await gather(makeJob({ feeds: urls, allowPrivate: true }));
    expect(friends.map(({ title }) => title)).toEqual(['甲']);
    expect(warnings.sort()).toEqual([
      `${server.url}/gone: it answered HTTP 404`,
      `${server.url}/page: it is a web page, not a feed`,
    ]);
  });

  it('asks no private address unless the job allows it', async () => {
    const server = await startFeedServer({ '/a': rss([]) });
    const feeds = [{ url: `${server.url}/a`, name: undefined }];
    const refused = await gather(makeJob({ feeds, allowPrivate: false }));
    expect(refused.warnings[0]).toContain('allowPrivate: [127.0.0.1]');
    expect(server.requests).toEqual([]);
    expect((await gather(makeJob({ feeds, allowPrivate: ['127.0.0.1'] }))).warnings).toEqual([]);
  });

  it('reads a feed that has not changed from its cache, over restarts', async () => {
    const server = await startFeedServer({
      '/a': (request, response) =>
        request.headers['if-none-match'] === '"v1"'
          ? response.writeHead(304).end()
          : response.writeHead(200, { etag: '"v1"' }).end(rss([{ title: '甲', link: '/1', date: THURSDAY }])),
    });
    const job = makeJob({ feeds: [{ url: `${server.url}/a`, name: undefined }], allowPrivate: true });
    const dir = join(tempFolder().path, 'feeds');
    const first = await gather(job, { cache: createFeedCache(dir) });
    const second = await gather(job, { cache: createFeedCache(dir) });
    expect(second).toEqual(first);
    expect(first.friends).toHaveLength(1);
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
    expect(existsSync(dir)).toBe(true);
  });

  it('fetches again what its cache lost', async () => {
    const folder = tempFolder();
    const server = await startFeedServer({ '/a': rss([{ title: '甲', link: '/1', date: THURSDAY }]) });
    const job = makeJob({ feeds: [{ url: `${server.url}/a`, name: undefined }], allowPrivate: true });
    const cache = createFeedCache(folder.path);
    await cache.set(`${server.url}/a`, { url: '', type: '', text: 'broken', etag: '"v0"' });
    expect((await gather(job, { cache })).friends).toHaveLength(1);
  });
});

describe('project news', () => {
  const span = { from: FRIDAY - WEEK, to: FRIDAY, previous: [] };
  const job = (url: string, name?: string) => makeJob({ releases: [{ url, name }], allowPrivate: true });

  it('is one entry a project: its newest stable version, the others by name', async () => {
    const server = await startFeedServer({
      '/mosn/mosn/releases.atom': releases('mosn', [
        ['v1.2.0-rc.1', '2022-02-03T09:00:00Z', '<p>预览</p>'],
        [
          'v1.1.0',
          '2022-02-02T09:00:00Z',
          '<h2>What’s Changed</h2><ul><li>修复 <b>重连</b></li><li>支持 XDS</li></ul>',
        ],
        ['v1.0.9', '2022-02-01T09:00:00Z', 'No content.'],
        ['v1.0.8', '2022-01-01T09:00:00Z'],
      ]),
    });
    const material = await gather(job(`${server.url}/mosn/mosn/releases.atom`));
    expect(foldReleases(material.releases, span)).toEqual([
      {
        project: 'mosn',
        version: 'v1.1.0',
        versions: ['v1.1.0', 'v1.2.0-rc.1', 'v1.0.9'],
        url: 'https://github.com/mosn/mosn/releases/tag/v1.1.0',
        date: '2022-02-02T09:00:00.000Z',
        notes: '**What’s Changed**\n\n- 修复 **重连**\n- 支持 XDS',
      },
    ]);
  });

  it('knows the project by the job’s name for it, or by the address: GitHub’s, Gitee’s and GitLab’s', async () => {
    const server = await startFeedServer({
      '/mosn/layotto/releases.atom': releases('layotto', [['v0.1', '2022-02-02T09:00:00Z']]),
      '/group/sub/seata/-/releases.atom': releases('x', [['1.5.0', '2022-02-02T09:00:00Z']]),
      '/group/tongsuo/-/tags?format=atom': releases('x', [['8.3.0', '2022-02-02T09:00:00Z']]),
    });
    const paths = Object.keys(server.answers);
    const many = makeJob({
      releases: paths.map((path) => ({ url: server.url + path, name: undefined })),
      allowPrivate: true,
    });
    expect((await gather(many)).releases.map(({ project, version }) => `${project} ${version}`)).toEqual([
      'layotto v0.1',
      'seata 1.5.0',
      'tongsuo 8.3.0',
    ]);
    expect((await gather(job(`${server.url}${paths[0]}`, 'Layotto'))).releases[0]?.project).toBe('Layotto');
  });

  it('has its notes shortened', async () => {
    const notes = `<ul>${Array.from({ length: 100 }, (_, index) => `<li>更新了第 ${index} 个地方</li>`).join('')}</ul>`;
    const server = await startFeedServer({
      '/mosn/mosn/releases.atom': releases('mosn', [['v1', '2022-02-02T09:00:00Z', notes]]),
    });
    const [release] = (await gather(job(`${server.url}/mosn/mosn/releases.atom`))).releases;
    expect(release?.notes.length).toBeLessThan(620);
    expect(release?.notes).toMatch(/^- 更新了第 0 个地方\n- 更新了第 1 个地方.*\n\n…$/su);
  });

  it('does not come again when its entry is edited later', () => {
    const item = {
      project: 'mosn',
      version: 'v1',
      url: 'https://github.com/mosn/mosn/releases/tag/v1',
      time: FRIDAY - 1_000,
      notes: '',
    };
    const input = { job: makeJob(), library: makeLibrary([]), site, at: FRIDAY, previousEditions: [] };
    const first = composeEdition({ ...input, releases: [item] });
    expect(first.releases).toHaveLength(1);
    const edited = { ...item, time: FRIDAY + 86_400_000 };
    const next = { ...input, at: FRIDAY + WEEK, previousEditions: [editionRecord(first, FRIDAY)] };
    expect(composeEdition({ ...next, releases: [edited] }).releases).toEqual([]);
    expect(composeEdition({ ...next, previousEditions: [], releases: [edited] }).releases).toHaveLength(1);
  });
});

describe('readers’ questions in a digest', () => {
  const job = makeJob({ questions: { emoji: 'weekly', channels: [], curators: ['UC'], anonymous: false } });

  it('are looked for in the Slack channels the job goes to, and quoted once', async () => {
    const lastWeek = slackTime('2022-01-26T12:00:00+08:00');
    const archive = await startSlackArchive(
      {
        C1: [
          { ts: lastWeek, user: 'U1', text: '上周问的，这周才标记，够长的一句话', reactions: { weekly: ['UC'] } },
          { ts: slackTime('2022-01-02T12:00:00+08:00'), user: 'U1', text: '太早了', reactions: { weekly: ['UC'] } },
        ],
      },
      { U1: '微光' },
    );
    const slack = createSlackReader({ token: archive.token, apiUrl: archive.apiUrl, world: { fetch } });
    const previousEditions = [
      editionRecord(
        composeEdition({ job, library: makeLibrary([]), site, at: FRIDAY - WEEK, previousEditions: [] }),
        0,
      ),
    ];
    const compose = async (at: number, previous: typeof previousEditions) => {
      const input = { job, at, previousEditions: previous };
      const { questions } = await gatherMaterial({ ...editionWindow(input), job, slack, slackChannels: ['C1'] });
      return composeEdition({ ...input, library: makeLibrary([makePost()]), site, questions });
    };
    const first = await compose(FRIDAY, previousEditions);
    expect(first.questions.map(({ text }) => text)).toEqual(['上周问的，这周才标记，够长的一句话']);
    expect(first.markdown).toContain(
      '### 读者问答\n\n**@微光** 提问：\n\n> 上周问的，这周才标记，够长的一句话\n\n[查看原帖](https://team.slack.com/',
    );
    const next = await compose(FRIDAY + WEEK, [...previousEditions, editionRecord(first, FRIDAY)]);
    expect(next.questions).toEqual([]);
  });

  it('are a warning when there is no Slack, no channel, or Slack refuses', async () => {
    const archive = await startSlackArchive({});
    const slack = createSlackReader({ token: 'xoxb-wrong', apiUrl: archive.apiUrl, world: { fetch } });
    expect((await gather(job)).warnings).toEqual(['questions: there is no Slack bot in the config to read them with']);
    expect((await gather(job, { slack })).warnings).toEqual(['questions: the job names no Slack channel to look in']);
    const [refused] = (await gather(job, { slack, slackChannels: ['C1'] })).warnings;
    expect(refused).toMatch(/^questions: Slack could not be read \(.*invalid_auth/);
    expect(refused).not.toContain('xoxb-wrong');
  });
});
