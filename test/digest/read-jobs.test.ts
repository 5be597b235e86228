import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJobs } from '../../src/digest/read-jobs.js';
import { tempFolder } from '../support/temp-folder.js';

const read = (dir: string, channels?: string[]) => readJobs(dir, { timezone: 'Asia/Shanghai', channels });
/** The faults of one file, each as `line rule: message; hint`. */
async function faultsOf(source: string, channels?: string[]): Promise<string[]> {
  const folder = tempFolder();
  folder.write('job.md', source);
  const { problems } = await read(folder.path, channels);
  return problems.map(({ line, rule, message, hint }) => `${line} ${rule}: ${message}; ${hint}`);
}

describe('a folder of jobs', () => {
  it('gives each file as a job, with the contract’s defaults', async () => {
    const folder = tempFolder();
    folder.write(
      'weekly-reading.md',
      '---\ntitle: 本周推荐阅读\nschedule: "0 10 * * 5"\n---\n大家好 {{ edition.week }}\n',
    );
    const { jobs, problems } = await read(folder.path);
    expect(problems).toEqual([]);
    expect(jobs).toEqual([
      {
        name: 'weekly-reading',
        title: '本周推荐阅读',
        schedule: '0 10 * * 5',
        timezone: 'Asia/Shanghai',
        window: 7 * 86_400_000,
        channels: [],
        posts: 10,
        readings: 4,
        feeds: [],
        releases: [],
        allowPrivate: false,
        article: false,
        match: { tags: [], categories: [], authors: [], languages: [], sections: [] },
        whenEmpty: 'skip',
        catchUp: 2 * 86_400_000,
        approve: false,
        approvers: [],
        approveWithin: 86_400_000,
        onTimeout: 'skip',
        template: '大家好 {{ edition.week }}\n',
      },
    ]);
  });

  it('reads every key of the contract’s example', async () => {
    const folder = tempFolder();
    folder.write(
      'weekly-reading.md',
      `---
title: 本周推荐阅读
schedule: "0 10 * * 5"         # cron
window: 7d
channels: [community, dingtalk-group]
posts: 10
readings: 4
feeds: [https://friend.example.org/rss.xml, { url: "https://other.example.org/feed", name: 隔壁社区 }]
releases: [https://github.com/mosn/mosn/releases.atom]
questions: { emoji: weekly }
article: false
match: { tags: [MOSN] }
whenEmpty: skip
catchUp: 2d
approve: false
---
大家好，这里是 {{ edition.week }} 的推荐阅读。

{% for post in posts %}{{ post.title }}{% endfor %}
{% for reading in readings %}{{ reading.title }}{% endfor %}
{% for release in releases %}{{ release.title }}{% endfor %}
{% for question in questions %}{{ question.text }}{% endfor %}
`,
    );
    const { jobs, problems } = await read(folder.path);
    expect(problems).toEqual([]);
    expect(jobs[0]).toMatchObject({
      channels: ['community', 'dingtalk-group'],
      feeds: [
        { url: 'https://friend.example.org/rss.xml' },
        { url: 'https://other.example.org/feed', name: '隔壁社区' },
      ],
      releases: [{ url: 'https://github.com/mosn/mosn/releases.atom' }],
      questions: { emoji: 'weekly', channels: [], curators: [], anonymous: false },
      match: { tags: ['MOSN'] },
    });
  });

  it('stops only the bad job', async () => {
    const folder = tempFolder();
    folder.write('good.md', '---\nschedule: "0 10 * * 5"\n---\n');
    folder.write('bad.md', '---\nschedule: "0 10 * *"\n---\n');
    const { jobs, problems } = await read(folder.path);
    expect(jobs.map(({ name }) => name)).toEqual(['good']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 2, rule: 'job-schedule', severity: 'error' });
    expect(problems[0]?.file).toMatch(/\/bad\.md$/);
  });

  it('leaves README files, drafts beginning with _ and other files alone', async () => {
    const folder = tempFolder();
    for (const name of ['README.md', 'README.zh-CN.md', '_draft.md', '.hidden.md', 'notes.txt'])
      folder.write(name, 'no job');
    expect(await read(folder.path)).toEqual({ jobs: [], problems: [] });
  });

  it('has no jobs when it does not exist', async () => {
    expect(await read(join(tempFolder().path, 'nowhere'))).toEqual({ jobs: [], problems: [] });
  });

  it('finds nothing wrong with the sample that comes with Postrider', async () => {
    const dir = join(import.meta.dirname, '../../jobs');
    const { jobs, problems } = await read(dir, ['console']);
    expect(problems).toEqual([]);
    expect(jobs[0]).toMatchObject({ name: 'weekly-reading', schedule: '0 10 * * 5', channels: ['console'] });
    expect(readFileSync(join(dir, 'weekly-reading.md'), 'utf8')).toContain('{% for post in posts %}');
  });
});

describe('a bad job file', () => {
  const body = '---\nschedule: "0 10 * * 5"\n';

  it.each([
    [
      'an unknown key, with what was meant',
      `${body}windw: 7d\n---\n`,
      '3 job-key: unknown key "windw"; did you mean "window"?',
    ],
    [
      'an unknown key of a nested value',
      `${body}questions: { emoji: weekly, curator: [U1] }\n---\n`,
      '3 job-key: unknown key "questions.curator"; did you mean "curators"?',
    ],
    [
      'an unknown key of match',
      `${body}match:\n  tag: [MOSN]\n---\n`,
      '4 job-key: unknown key "match.tag"; did you mean "tags"?',
    ],
    [
      'a missing schedule',
      '---\ntitle: x\n---\n',
      '1 job-key: "schedule" is missing; add it, e.g. schedule: "0 10 * * 5" for every Friday at 10:00',
    ],
    [
      'a bad duration',
      `${body}window: a week\n---\n`,
      '3 job-key: window: "a week" is not a duration; write for example 30m, 12h or 7d; correct the value',
    ],
    [
      'a bad zone',
      `${body}timezone: Asia/Beijing\n---\n`,
      '3 job-key: timezone: expected an IANA time zone such as Asia/Shanghai; correct the value',
    ],
    [
      'a bad schedule',
      '---\ntitle: x\nschedule: "0 25 * * 5"\n---\n',
      '3 job-schedule: the schedule "0 25 * * 5" is not cron: Invalid value for hour: 25; write minute, hour, day of month, month, day of week: "0 10 * * 5" is Friday at 10:00',
    ],
    [
      'a schedule that never comes true',
      '---\nschedule: "0 10 30 2 *"\n---\n',
      '2 job-schedule: the schedule "0 10 30 2 *" never comes true; write minute, hour, day of month, month, day of week: "0 10 * * 5" is Friday at 10:00',
    ],
    [
      'a feed that is no address',
      `${body}feeds: [friend.example.org]\n---\n`,
      '3 job-key: feeds.0: expected the URL of a feed, or { name, url }; correct the value',
    ],
    [
      'a number that is too large',
      `${body}posts: 2000\n---\n`,
      '3 job-key: posts: expected at most 200; correct the value',
    ],
    [
      'no front matter',
      '大家好\n',
      '1 job-front-matter: the file has no front matter; begin it with a line ---, then keys such as schedule: "0 10 * * 5", then --- again',
    ],
    [
      'front matter without an end',
      '---\nschedule: "0 10 * * 5"\n',
      '1 job-front-matter: the front matter is not closed; end it with a line of its own: ---',
    ],
    [
      'a loop without an end, on its own line',
      `${body}---\n大家好\n\n{% for post in posts %}\n{{ post.title }}\n`,
      '6 job-template: the template is not Liquid: tag {% for post in posts %} not closed; every {% for %} and {% if %} needs its end, every {{ its }}',
    ],
    [
      'an unknown tag',
      `${body}---\n{% fore post in posts %}\n`,
      '4 job-template: the template is not Liquid: tag "fore" not found; did you mean "for"?',
    ],
    [
      'an unknown filter',
      `${body}---\n{{ edition.week | upcas }}\n`,
      '4 job-template: the template is not Liquid: undefined filter: upcas; did you mean "upcase"?',
    ],
    [
      'a file to include',
      `${body}---\n{% include "/etc/passwd" %}\n`,
      '4 job-template: the template is not Liquid: tag "include" not found; every {% for %} and {% if %} needs its end, every {{ its }}',
    ],
  ])('says where and how to mend %s', async (_, source, fault) => {
    expect(await faultsOf(source)).toEqual([fault]);
  });

  it('says where YAML breaks', async () => {
    const [fault] = await faultsOf('---\ntitle: x\nschedule: "0 10 * * 5\n---\n');
    expect(fault).toMatch(/^[34] job-front-matter: the front matter is not YAML: /);
  });

  it('shows all its faults at once, in order', async () => {
    const faults = await faultsOf(
      '---\nschedule: "0 10 * * 5"\nposts: many\nwindow: 7\n---\n{{ edition.week | nope }}\n',
    );
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['3 job-key', '4 job-key', '6 job-template']);
  });

  it('never runs code in front matter', async () => {
    const [fault] = await faultsOf('---js\n{ schedule: "0 10 * * 5", title: globalThis.ran = true }\n---\n');
    expect(fault).toMatch(/^1 job-front-matter: the file has no front matter/);
    expect('ran' in globalThis).toBe(false);
  });

  it('stops a job whose editions nobody could ever approve', async () => {
    const folder = tempFolder();
    folder.write('job.md', '---\nschedule: "0 10 * * 5"\napprove: true\n---\n');
    const { jobs, problems } = await readJobs(folder.path, { timezone: 'UTC', slackBot: false });
    expect(jobs).toEqual([]);
    expect(problems.map(({ line, severity, message, hint }) => [line, severity, message, hint])).toEqual([
      [
        3,
        'error',
        'approve is on but there is no review channel',
        'add a Slack channel id, e.g. reviewChannel: C0123456',
      ],
      [3, 'error', 'approve is on but nobody may approve', 'list Slack user ids, e.g. approvers: [U0123456]'],
      [
        3,
        'error',
        'approve is on but the config has no Slack bot to ask with',
        'add `bot.slack` to the config (docs/slack.md), or turn approve off',
      ],
    ]);
  });

  it('takes a job that can be approved, and only the id of a channel', async () => {
    const source = (channel: string) =>
      `---\nschedule: "0 10 * * 5"\napprove: true\nreviewChannel: "${channel}"\napprovers: U1\n---\n`;
    expect(await faultsOf(source('C0123456'))).toEqual([]);
    expect(await faultsOf(source('#editors'))).toEqual([
      '4 job-key: reviewChannel: expected the id of a Slack channel such as C0123456, not its name; correct the value',
    ]);
  });

  it('only warns of what may be a mistake: a name the template does not have, an unknown channel', async () => {
    const folder = tempFolder();
    folder.write(
      'job.md',
      '---\nschedule: "0 10 * * 5"\nchannels: [comunity]\n---\n{{ edition.weak }} {{ sites.title }}\n',
    );
    const { jobs, problems } = await read(folder.path, ['community']);
    expect(jobs).toHaveLength(1);
    expect(problems.map(({ line, severity, message, hint }) => [line, severity, message, hint])).toEqual([
      [3, 'warning', 'there is no channel "comunity" in the config', 'did you mean "community"?'],
      [5, 'warning', 'the template names edition.weak, which does not exist', 'did you mean "week"?'],
      [5, 'warning', 'the template names sites, which does not exist', 'did you mean "site"?'],
    ]);
  });
});
