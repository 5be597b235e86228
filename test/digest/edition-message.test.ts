import { describe, expect, it } from 'vitest';
import { composeEdition } from '../../src/digest/compose-edition.js';
import type { Edition } from '../../src/digest/edition.js';
import { editionMessage } from '../../src/digest/edition-message.js';
import { editionRecord } from '../../src/digest/edition-record.js';
import { makeJob } from '../support/make-job.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const FRIDAY = Date.parse('2022-02-04T10:00:00+08:00');
const PAGE = 'https://rider.example.org/digests/weekly-reading/2022-W05/';

function edition(template = '', count = 2): Edition {
  const posts = Array.from({ length: count }, (_, index) =>
    makePost({
      slug: `p${index}`,
      title: `文章 ${index}`,
      date: `2022-02-0${1 + (index % 3)}T15:00:00+08:00`,
      cover: index === 1 ? 'https://img.example.org/1.png' : undefined,
      categories: [index % 2 ? '技术' : '社区'],
      recommends: [{ title: '云原生运行时', url: 'https://mp.example.cn/s/1' }],
    }),
  );
  return composeEdition({
    job: makeJob({ template }),
    library: makeLibrary(posts),
    site: { title: '社区博客', description: '', url: 'https://blog.example.org/', language: 'zh-CN' },
    at: FRIDAY,
    previousEditions: [],
    releases: [
      {
        project: 'MOSN',
        version: 'v1.0.1',
        url: 'https://github.com/mosn/mosn/releases/tag/v1.0.1',
        time: Date.parse('2022-02-02T00:00:00Z'),
        notes: '- 修复 **重连**\n- 支持 [XDS](https://e.org)',
      },
      {
        project: 'mosn',
        version: 'v1.0.0',
        url: 'https://github.com/mosn/mosn/releases/tag/v1.0.0',
        time: Date.parse('2022-02-01T00:00:00Z'),
        notes: '',
      },
    ],
    questions: [
      {
        id: 'C1/1.2',
        text: '怎么 *升级*？',
        asker: '微光',
        answer: '换一个 `jar` 就行。',
        url: 'https://slack.example.org/archives/C1/p12',
        date: '2022-02-03T00:00:00Z',
      },
    ],
  });
}

describe('the message of an edition', () => {
  it('has a section for each of its parts, each entry saying why it is there', () => {
    const message = editionMessage(edition(), { pageUrl: PAGE });
    expect(message).toMatchObject({
      kind: 'edition',
      title: '本周推荐阅读 · 2022 年第 5 周',
      url: PAGE,
      cover: 'https://img.example.org/1.png',
      lang: 'zh-CN',
      date: '2022-02-04T10:00:00+08:00',
      actions: [{ type: 'link', label: '查看完整内容', url: PAGE }],
    });
    expect(
      message.sections.map(({ heading, items }) => [heading, items.map(({ title, reason }) => [title, reason])]),
    ).toEqual([
      [
        '新文章',
        [
          ['文章 1', undefined],
          ['文章 0', undefined],
        ],
      ],
      ['推荐阅读', [['云原生运行时', '2 篇文章推荐']]],
      ['项目进展', [['MOSN v1.0.1', '同期还发布了 v1.0.0']]],
      ['读者问答', [['怎么 升级？', '@微光 提问']]],
    ]);
  });

  it('is plain text everywhere but in its body', () => {
    const [, , releases, questions] = editionMessage(edition()).sections;
    expect(releases?.items[0]?.excerpt).toBe('修复 重连 支持 XDS');
    expect(questions?.items[0]?.excerpt).toBe('换一个 jar 就行。');
  });

  it('has a section for each category when there are many posts', () => {
    const headings = editionMessage(edition('', 8)).sections.map(({ heading, items }) => `${heading} ${items.length}`);
    expect(headings).toEqual(['社区 4', '技术 4', '推荐阅读 1', '项目进展 1', '读者问答 1']);
  });

  it('speaks the channel’s language around the authors’ titles', () => {
    const message = editionMessage(edition(), { language: 'en', pageUrl: PAGE });
    expect(message.sections.map(({ heading }) => heading)).toEqual([
      'New posts',
      'Recommended reading',
      'Releases',
      'Questions and answers',
    ]);
    expect(message.sections[1]?.items[0]?.reason).toBe('recommended by 2 posts');
    expect(message.actions[0]?.label).toBe('Read the whole edition');
  });

  it('opens with the template’s own words: the prose before its first heading or list', () => {
    const template = '**大家好**，这里是 {{ edition.week }}。\n\n泡杯茶。\n\n### 新文章\n\n不算开场白。\n';
    expect(editionMessage(edition(template)).text).toBe('大家好，这里是 2022-W05。 泡杯茶。');
    expect(
      editionMessage(edition('{% for post in posts %}\n[{{ post.title }}]({{ post.url }})\n{% endfor %}')).text,
    ).toBeUndefined();
  });

  it('carries the whole text as body', () => {
    const { markdown } = edition();
    expect(editionMessage(edition()).body).toBe(markdown);
    expect(markdown).toContain('### 项目进展\n\n**[MOSN v1.0.1](https://github.com/mosn/mosn/releases/tag/v1.0.1)**');
    expect(markdown).toContain('**@微光** 提问：\n\n> 怎么 *升级*？\n\n答：换一个 `jar` 就行。\n\n[查看原帖]');
  });
});

describe('the record of an edition', () => {
  it('keeps what later editions and the archive need', () => {
    const made = edition();
    expect(editionRecord(made, FRIDAY + 1_500)).toEqual({
      id: 'weekly-reading/2022-W05',
      job: 'weekly-reading',
      from: '2022-01-28T10:00:00+08:00',
      to: '2022-02-04T10:00:00+08:00',
      title: '本周推荐阅读 · 2022 年第 5 周',
      markdown: made.markdown,
      posts: made.posts.map(({ id, title, url }) => ({ id, title, url })),
      readings: [{ title: '云原生运行时', url: 'https://mp.example.cn/s/1' }],
      createdAt: '2022-02-04T02:00:01.500Z',
    });
  });
});
