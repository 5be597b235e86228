import { describe, expect, it } from 'vitest';
import { renderSlack } from '../../src/channels/slack/render-slack.js';
import { composeEdition } from '../../src/digest/compose-edition.js';
import type { DraftSource } from '../../src/digest/draft.js';
import { editionRecord } from '../../src/digest/edition-record.js';
import { reviewMessage } from '../../src/digest/review-message.js';
import type { Revision } from '../../src/digest/revise-edition.js';
import type { Draft } from '../../src/engine/engine.js';
import { blockFaults } from '../support/block-kit.js';
import { makeDraft } from '../support/make-draft.js';
import { makeJob } from '../support/make-job.js';
import { makeLibrary } from '../support/make-library.js';
import { makePost } from '../support/make-post.js';

const FRIDAY = Date.parse('2022-02-04T10:00:00+08:00');
const site = { title: '社区博客', description: '', url: '', language: 'zh-CN' };

function draftOf(count: number, changes: Revision = {}, change: Partial<Draft> = {}): Draft {
  const job = makeJob({
    posts: 200,
    channels: ['community'],
    template: '大家好 <*_&>。\n\n{% for post in posts %}\n- [{{ post.title }}]({{ post.url }})\n{% endfor %}\n',
  });
  const library = makeLibrary(
    Array.from({ length: count }, (_, i) =>
      makePost({
        slug: `post-${i}`,
        title: `第 ${i} 篇 <!channel> & "引号" | 竖线 *星* ${'很长'.repeat(20)}`,
        categories: [`分类 ${i % 3}`],
        cover: `https://img.example.org/${i}.png`,
        date: new Date(FRIDAY - (i + 1) * 60_000).toISOString(),
      }),
    ),
  );
  const edition = composeEdition({ job, library, site, at: FRIDAY, previousEditions: [] });
  const source: DraftSource = { edition, job, site, changes };
  return makeDraft(edition.id, {
    edition: editionRecord(edition, FRIDAY),
    source,
    deadline: FRIDAY + 86_400_000,
    ...change,
  });
}
const draw = (draft: Draft, language: 'zh' | 'en' = 'zh') =>
  renderSlack(reviewMessage(draft, { language }), { language, timezone: 'Asia/Shanghai' });
const posts = (draft: Draft, from: number, to: number) => draft.edition.posts.slice(from, to).map(({ url }) => url);
const labels = (draft: Draft) =>
  draw(draft).blocks.flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory.text.text] : [],
  );

describe('the message about a draft', () => {
  it.each([0, 1, 6, 14, 40, 200])('keeps Slack’s limits with %i posts, waiting and decided', (count) => {
    const draft = draftOf(count);
    for (const changed of [draft, draftOf(count, { drop: posts(draft, 0, 20), intro: '长'.repeat(3_000) })]) {
      for (const language of ['zh', 'en'] as const) {
        expect(blockFaults(draw(changed, language).blocks)).toEqual([]);
        const decided = { ...changed, state: 'sent' as const, decided: { by: '@<!here> & co', at: FRIDAY } };
        expect(blockFaults(draw(decided, language).blocks)).toEqual([]);
      }
    }
    const last = draw(draft).blocks.at(-1);
    expect(
      last?.type === 'actions' && last.elements.map((element) => 'action_id' in element && element.action_id),
    ).toEqual(['review_approve', 'review_intro', 'review_skip']);
  });

  it('lets every link be left out that it shows, and put back again however long the list is', () => {
    expect(labels(draftOf(14))).toEqual(Array(14).fill('去掉'));
    const draft = draftOf(60);
    const shown = labels(draftOf(60, { drop: posts(draft, 3, 6) }));
    expect(shown.filter((label) => label === '放回')).toHaveLength(3);
    expect(shown.filter((label) => label === '去掉').length).toBeGreaterThan(10);
  });

  it('shows the opening a reviewer wrote, whatever it is made of', () => {
    const { text } = reviewMessage(draftOf(1, { intro: '### 公告\n\n- 周五**聚会**\n- 欢迎投稿' }), { language: 'zh' });
    expect(text).toContain('公告');
    expect(text).toContain('周五聚会');
    expect(reviewMessage(draftOf(1, { intro: '' }), { language: 'zh' }).text).toBeUndefined();
  });
});
