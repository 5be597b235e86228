import { describe, expect, it } from 'vitest';
import { composeEdition } from '../../src/digest/compose-edition.js';
import { reviseEdition } from '../../src/digest/revise-edition.js';
import { makeJob } from '../support/make-job.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const site = { title: '社区博客', description: '', url: '', language: 'zh-CN' };
const template =
  '大家好。\n\n本周如下。\n\n{% for post in posts %}\n- [{{ post.title }}]({{ post.url }})\n{% endfor %}\n{% for reading in readings %}\n- [{{ reading.title }}]({{ reading.url }})\n{% endfor %}\n';
const job = makeJob({ template });
const recommends = [{ title: '丙', url: 'https://mp.example.cn/s/3' }];
const edition = composeEdition({
  job,
  library: makeLibrary([
    makePost({ slug: 'a', title: '甲', date: '2022-02-03T15:00:00+08:00', recommends }),
    makePost({ slug: 'b', title: '乙', date: '2022-02-02T15:00:00+08:00' }),
    makePost({ slug: 'c', title: '候补', date: '2021-02-02T15:00:00+08:00' }),
  ]),
  site,
  at: Date.parse('2022-02-04T10:00:00+08:00'),
  previousEditions: [],
});

describe('a reviewer', () => {
  it('drops links, and nothing nobody has seen takes their place', () => {
    const revised = reviseEdition(
      edition,
      { drop: ['https://blog.example.org/blog/b', 'https://mp.example.cn/s/3'] },
      job,
      site,
    );
    expect(revised.posts.map(({ title }) => title)).toEqual(['甲']);
    expect(revised.readings.map(({ title }) => title)).toEqual(['候补']);
    expect(revised.markdown).toBe(
      '大家好。\n\n本周如下。\n\n- [甲](https://blog.example.org/blog/a/)\n- [候补](https://blog.example.org/blog/c/)\n',
    );
    expect(revised.id).toBe(edition.id);
  });

  it('writes another opening; the lists stay', () => {
    const revised = reviseEdition(edition, { intro: '虎年大吉！' }, job, site);
    expect(revised.markdown).toMatch(/^虎年大吉！\n\n- \[甲\]/);
    expect(reviseEdition(edition, { intro: '' }, job, site).markdown).toMatch(/^- \[甲\]/);
  });

  it('who changes nothing gets the same edition', () => {
    expect(reviseEdition(edition, {}, job, site)).toEqual(edition);
  });
});
