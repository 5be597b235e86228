import { describe, expect, it } from 'vitest';
import type { QuestionSource } from '../../../src/digest/digest-job.js';
import { findQuestions } from '../../../src/digest/gather/find-questions.js';
import { createSlackReader } from '../../../src/digest/gather/slack-reader.js';
import { slackToMarkdown } from '../../../src/digest/gather/slack-to-markdown.js';
import { type ArchivedMessage, slackTime, startSlackArchive } from '../../support/slack-archive.js';

const FROM = Date.parse('2022-01-28T10:00:00+08:00');
const TO = Date.parse('2022-02-04T10:00:00+08:00');
const TUESDAY = slackTime('2022-02-01T12:00:00+08:00');
const NAMES = { U1: '微光', U2: '冷建伟', U3: '林楠' };
const reply = (index: number, message: Partial<ArchivedMessage>): ArchivedMessage => ({
  ts: `${Number(TUESDAY) + index}.000000`,
  thread_ts: TUESDAY,
  user: 'U2',
  text: '',
  ...message,
});
const question = (change: Partial<ArchivedMessage> = {}): ArchivedMessage => ({
  ts: TUESDAY,
  thread_ts: TUESDAY,
  user: 'U1',
  text: 'RheaKV 能用在生产吗？',
  reactions: { weekly: ['UC'] },
  ...change,
});

async function find(
  archive: Awaited<ReturnType<typeof startSlackArchive>>,
  source: Partial<QuestionSource> = {},
  channels = ['C1'],
) {
  const reader = createSlackReader({ token: archive.token, apiUrl: archive.apiUrl, world: { fetch } });
  return findQuestions({
    reader,
    source: { emoji: 'weekly', channels: [], curators: [], anonymous: false, ...source },
    channels,
    from: FROM,
    to: TO,
  });
}

describe('the questions of a period', () => {
  it('are the threads a curator marked, each with its answer, names and a link', async () => {
    const archive = await startSlackArchive(
      {
        C1: [
          question(),
          reply(1, { text: '我们的时序数据库就用它。' }),
          { ts: slackTime('2022-02-02T12:00:00+08:00'), user: 'U3', text: '没有标记的问题' },
          { ts: slackTime('2022-02-03T12:00:00+08:00'), user: 'U3', text: '别的表情', reactions: { thumbsup: ['UC'] } },
          { ts: slackTime('2022-02-03T13:00:00+08:00'), user: 'U3', text: '又一个' },
        ],
      },
      NAMES,
    );
    expect(await find(archive)).toEqual([
      {
        id: `C1/${TUESDAY}`,
        text: 'RheaKV 能用在生产吗？',
        asker: '微光',
        answer: '我们的时序数据库就用它。',
        answerer: '冷建伟',
        url: `https://team.slack.com/archives/C1/p${TUESDAY.replace('.', '')}`,
        date: '2022-02-01T04:00:00.000Z',
      },
    ]);
  });

  it('are gone when the mark is taken off', async () => {
    const archive = await startSlackArchive({ C1: [question(), reply(1, { text: '能。' })] }, NAMES);
    expect(await find(archive)).toHaveLength(1);
    archive.channels.C1 = [question({ reactions: {} }), reply(1, { text: '能。' })];
    expect(await find(archive)).toEqual([]);
  });

  it('count only the marks of listed curators, however many others marked it', async () => {
    const others = Array.from({ length: 60 }, (_, index) => `UX${index}`);
    const archive = await startSlackArchive(
      {
        C1: [
          question({ reactions: { weekly: [...others, 'UC'] }, shown: 50 }),
          {
            ts: slackTime('2022-02-02T12:00:00+08:00'),
            user: 'U3',
            text: '路人标的',
            reactions: { weekly: others },
            shown: 50,
          },
        ],
      },
      NAMES,
    );
    expect((await find(archive, { curators: ['UC'] })).map(({ text }) => text)).toEqual(['RheaKV 能用在生产吗？']);
    expect(await find(archive, { curators: ['UNOBODY'] })).toEqual([]);
    expect(await find(archive)).toHaveLength(2);
  });

  it('may be marked with a skin tone, or on a reply that was sent to the channel too', async () => {
    const archive = await startSlackArchive(
      {
        C1: [
          question({ reactions: {} }),
          reply(1, { text: '能。', subtype: 'thread_broadcast', reactions: { 'weekly::skin-tone-3': ['UC'] } }),
        ],
      },
      NAMES,
    );
    expect(await find(archive)).toMatchObject([{ text: 'RheaKV 能用在生产吗？', answer: '能。' }]);
  });

  it('lie between the two moments, the last excluded', async () => {
    const at = (moment: string) => ({ ts: slackTime(moment), user: 'U1', text: moment, reactions: { weekly: ['UC'] } });
    const archive = await startSlackArchive(
      {
        C1: [
          at('2022-01-28T09:59:59+08:00'),
          at('2022-01-28T10:00:00+08:00'),
          at('2022-02-04T09:59:59+08:00'),
          at('2022-02-04T10:00:00+08:00'),
        ],
      },
      NAMES,
    );
    expect((await find(archive)).map(({ text }) => text)).toEqual([
      '2022-01-28T10:00:00+08:00',
      '2022-02-04T09:59:59+08:00',
    ]);
  });

  it('name nobody when they are quoted anonymously, not even the mentioned', async () => {
    const archive = await startSlackArchive(
      { C1: [question({ text: '请教 <@U3>，能用吗？' }), reply(1, { text: '<@U1> 能。' })] },
      NAMES,
    );
    const [quoted] = await find(archive, { anonymous: true });
    expect(quoted).toMatchObject({
      text: '请教 @…，能用吗？',
      answer: '@… 能。',
      asker: undefined,
      answerer: undefined,
    });
    expect(archive.calls.filter((call) => call.startsWith('users.info'))).toEqual([]);
    expect((await find(archive))[0]).toMatchObject({
      text: '请教 @林楠，能用吗？',
      answer: '@微光 能。',
      asker: '微光',
    });
  });

  it.each([
    [
      'the one a curator marked as well',
      [
        reply(1, { text: '很长很长很长的回答', reactions: { heart: ['U3', 'U4'] } }),
        reply(2, { text: '对的', reactions: { weekly: ['UC'] } }),
      ],
      '对的',
    ],
    [
      'else the one with most reactions',
      [
        reply(1, { text: '很长很长很长的回答' }),
        reply(2, { text: '短的', reactions: { heart: ['U3'], eyes: ['U3'] } }),
        reply(3, { text: '一个', reactions: { heart: ['U3'] } }),
      ],
      '短的',
    ],
    [
      'else the longest',
      [reply(1, { text: '看日志' }), reply(2, { text: '引入 rpc starter 即可' })],
      '引入 rpc starter 即可',
    ],
    [
      'never the asker’s own or a bot’s',
      [
        reply(1, { user: 'U1', text: '补充一下：版本是 3.1.4，其他都没有改过' }),
        reply(2, { user: undefined, bot_id: 'B1', text: '这是机器人说的很长很长的话' }),
        reply(3, { text: '升级' }),
      ],
      '升级',
    ],
    ['none when nobody answered', [reply(1, { user: 'U1', text: '有人吗' })], undefined],
  ])('have as answer %s', async (_, replies, answer) => {
    const archive = await startSlackArchive({ C1: [question(), ...replies] }, NAMES);
    expect((await find(archive))[0]?.answer).toBe(answer);
  });

  it('wait when Slack asks to slow down', async () => {
    const archive = await startSlackArchive({ C1: [question()] }, NAMES);
    archive.state.slow = 2;
    expect(await find(archive)).toHaveLength(1);
  });

  it('fail with Slack’s own word when it refuses', async () => {
    const archive = await startSlackArchive({ C1: [question()] }, NAMES);
    await expect(find(archive, {}, ['C404'])).rejects.toThrow('channel_not_found');
  });
});

describe('a Slack message as Markdown', () => {
  const names: Record<string, string> = { U1: '微光' };
  it.each([
    ['*粗* 和 _斜_ 与 ~删~', '**粗** 和 *斜* 与 ~~删~~'],
    ['2*3*4 snake_case_name', '2\\*3\\*4 snake_case_name'],
    [
      '看 <https://e.org/a_(b)|这里> 或 <https://e.org/?a=1&amp;b=2>',
      '看 [这里](https://e.org/a_%28b%29) 或 [https://e.org/?a=1&b=2](https://e.org/?a=1&b=2)',
    ],
    [
      '<@U1> <@U9> <#C1|general> <!here> <!subteam^S1|@sre> <mailto:a@e.org|a@e.org>',
      '@微光 @… #general @here @sre a@e.org',
    ],
    ['`List&lt;T&gt; *x*` 与 &lt;script&gt;', '`List<T> *x*` 与 \\<script>'],
    ['第一行\n第二行\n\n新一段', '第一行  \n第二行\n\n新一段'],
    ['&gt; 引用\n# 不是标题\n1. 不是列表', '> 引用  \n\\# 不是标题  \n1\\. 不是列表'],
    ['• 一\n• 二', '- 一\n- 二'],
    ['用：\n```\nmake *all* &lt;x&gt;\n```\n就行', '用：\n\n```\nmake *all* <x>\n```\n\n就行'],
  ])('%s', (text, markdown) => {
    expect(slackToMarkdown(text, (user) => names[user])).toBe(markdown);
  });
});
