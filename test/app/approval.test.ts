import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configuredJobs } from '../../src/app/configured-jobs.js';
import { diagnose } from '../../src/app/diagnose.js';
import { openEngine } from '../../src/app/open-engine.js';
import { type Role, startApp } from '../../src/app/start-app.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { DigestJob } from '../../src/digest/digest-job.js';
import { scheduleName } from '../../src/digest/due-editions.js';
import { markdownPost } from '../support/markdown-post.js';
import { sharedRedisServer } from '../support/redis-server.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import {
  BOT_TOKEN,
  postAsSlack,
  SIGNING_SECRET,
  type SlackCall,
  startSlackWorkspace,
} from '../support/slack-workspace.js';
import { tempFolder } from '../support/temp-folder.js';
import { testWorld } from '../support/test-world.js';

const server = sharedRedisServer();
const engines: [string, () => string][] = [
  ['embedded', () => '{ type: embedded }'],
  ['redis', () => `{ type: redis, url: "${server().url}", prefix: test-${randomUUID()} }`],
];

/** A community whose weekly is approved in Slack; its clock is moved to the next run. */
async function community(engine: string, keys = '') {
  const [slack, folder] = [await startSlackWorkspace(), tempFolder()];
  let ahead = 0;
  const now = () => Date.now() + ahead;
  // Slack's signatures are good for five minutes, so the run is never far away.
  const run = Math.ceil((Date.now() + 60_000) / 60_000) * 60_000;
  const time = new Date(run);
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org, language: en, timezone: UTC }
content: { path: content, permalink: "/blog/{slug}/" }
engine: ${engine}
server: { port: 0 }
channels:
  - { name: community, type: slack, token: ${BOT_TOKEN}, channel: C0COMMUNITY, apiUrl: "${slack.apiUrl}" }
bot:
  slack: { token: ${BOT_TOKEN}, signingSecret: ${SIGNING_SECRET}, apiUrl: "${slack.apiUrl}" }
`,
  );
  folder.write(
    'jobs/weekly.md',
    `---
title: Weekly
schedule: "${time.getUTCMinutes()} ${time.getUTCHours()} * * *"
channels: [community]
approve: true
reviewChannel: C0REVIEW
approvers: [U1]
${keys}---
Hello all.

{% for post in posts %}
- [{{ post.title }}]({{ post.url }})
{% endfor %}
`,
  );
  for (const title of ['One', 'Two']) {
    folder.write(
      `content/${title.toLowerCase()}.md`,
      markdownPost(title, { date: new Date(run - 3_600_000).toISOString() }),
    );
  }
  const start = async (roles: Role[] = ['watcher', 'worker', 'bot', 'web']) => {
    const config = await loadConfig({ file: join(folder.path, 'postrider.yaml'), cwd: folder.path, env: {} });
    const app = await startApp(config, roles, testWorld({ now }));
    onTestFinished(() => app.close());
    return app;
  };
  return {
    slack,
    start,
    /** Once the schedule was seen: what was before that is not made up. */
    itIsTime: async () => {
      const config = await loadConfig({ file: join(folder.path, 'postrider.yaml'), cwd: folder.path, env: {} });
      const { schedule, close } = await openEngine(config, testWorld());
      const { jobs } = await configuredJobs(config);
      while ((await schedule.handled(scheduleName(jobs[0] as DigestJob))) === undefined) await sleep(50);
      await close();
      ahead = run + 1_000 - Date.now();
    },
    moveOn: (ms: number) => {
      ahead += ms;
    },
  };
}

type Button = { action_id: string; value: string; text: { text: string } };
/** Every button of a message, in its order. */
function buttons({ blocks }: SlackCall['body']): Button[] {
  return blocks.flatMap((block: { elements?: Button[]; accessory?: Button }) => [
    ...(block.accessory?.action_id ? [block.accessory] : []),
    ...(block.elements ?? []).filter(({ action_id }) => action_id !== undefined),
  ]);
}
function button(message: SlackCall['body'], label: string, nth = 0): Record<string, unknown> {
  const found = buttons(message).filter(({ text }) => text.text === label)[nth];
  if (!found) throw new Error(`there is no button "${label}"`);
  return { type: 'button', ...found };
}

describe.each(engines)('approving an edition in Slack (%s)', (_, engine) => {
  it('asks in the review channel, follows what reviewers change, sends it once and says so', async () => {
    const { slack, start, itIsTime } = await community(engine());
    const { url } = await start();
    const press = (pressed: Record<string, unknown>, change = {}) =>
      postAsSlack(
        `${url}/slack/events`,
        slack.press(pressed, { container: { type: 'message', channel_id: 'C0REVIEW' }, ...change }),
      );
    await itIsTime();
    const asked = await slack.said('chat.postMessage');
    expect(asked.channel).toBe('C0REVIEW');
    expect(JSON.stringify(asked.blocks)).toContain('A draft for review. Once approved it goes to community.');
    expect(buttons(asked).map(({ text }) => text.text)).toEqual([
      'Remove',
      'Remove',
      'Approve and send',
      'Edit opening',
      'Skip this edition',
    ]);

    // Somebody who is not asked.
    await press(button(asked, 'Approve and send'), { user: { id: 'U7', name: 'mallory' } });
    const refused = await slack.said('respond');
    expect(refused).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(refused.text).toMatch(/^Thank you for looking!/);
    await press(button(asked, 'Edit opening'), { user: { id: 'U7', name: 'mallory' } });
    expect((await slack.said('respond')).text).toMatch(/^Thank you for looking!/);

    // The opening, in a form that begins with the present one.
    await press(button(asked, 'Edit opening'));
    const { view } = await slack.said('views.open');
    expect(view.blocks[0].element.initial_value).toBe('Hello all.');
    const saved = await postAsSlack(`${url}/slack/events`, {
      type: 'view_submission',
      ...{ team: { id: 'T1', domain: 'test' }, user: { id: 'U1', username: 'ada', name: 'ada', team_id: 'T1' } },
      view: {
        ...view,
        id: 'V1',
        state: { values: { intro: { value: { type: 'plain_text_input', value: 'Happy *new* year & so on!' } } } },
      },
    });
    expect([saved.status, await saved.text()]).toEqual([200, '']);
    const second = await slack.said('chat.update');
    expect(JSON.stringify(second.blocks)).toContain('Happy new year &amp; so on!');

    // A link too many.
    await press(button(second, 'Remove', 1));
    const third = await slack.said('chat.update');
    expect(buttons(third).map(({ text }) => text.text)).toContain('Put back');

    // Approved from a message that shows less than the newest state, then from the newest, twice.
    await press(button(second, 'Approve and send'));
    expect((await slack.said('respond')).text).toMatch(/^This draft was changed a moment ago/);
    await Promise.all([press(button(third, 'Approve and send')), press(button(third, 'Approve and send'))]);
    expect((await slack.said('respond')).text).toBe('@ada has sent this edition already.');
    const edition = await slack.said('chat.postMessage');
    expect(edition.channel).toBe('C0COMMUNITY');
    const text = JSON.stringify(edition.blocks);
    expect(text).toContain('Happy new year &amp; so on!');
    expect(text.match(/blog\.example\.org\/blog\/\w+/g)).toHaveLength(1);
    const settled = await slack.said('chat.update');
    expect(JSON.stringify(settled.blocks)).toMatch(/Approved by @ada at \d{4}-\d\d-\d\d \d\d:\d\d: it went out\./);
    expect(buttons(settled).filter(({ action_id }) => action_id.startsWith('review'))).toEqual([]);
    expect(JSON.stringify(settled.blocks)).toContain(`${url}/digests/weekly/`);
    await press(button(third, 'Skip this edition'));
    expect((await slack.said('respond')).text).toBe('@ada has sent this edition already.');
    expect(slack.calls).toEqual([]);
  });

  it('keeps the draft over a restart, and decides it in another process than the one that made it', async () => {
    const { slack, start, itIsTime } = await community(engine());
    const first = await start(['watcher', 'worker']);
    await itIsTime();
    const asked = await slack.said('chat.postMessage');
    await first.close();
    const bot = await start(['bot']);
    await start(['watcher', 'worker']);
    await postAsSlack(`${bot.url}/slack/events`, slack.press(button(asked, 'Approve and send')));
    expect((await slack.said('chat.postMessage')).channel).toBe('C0COMMUNITY');
    expect(JSON.stringify((await slack.said('chat.update')).blocks)).toContain('Approved by @ada');
    expect(slack.calls).toEqual([]);
  });

  it('acts as the job says when nobody decides', async () => {
    const { slack, start, itIsTime, moveOn } = await community(engine(), 'approveWithin: 1m\nonTimeout: send\n');
    const { url } = await start();
    await itIsTime();
    const asked = await slack.said('chat.postMessage');
    expect(JSON.stringify(asked.blocks)).toContain('it goes out as it is.');
    moveOn(60_000);
    expect((await slack.said('chat.postMessage')).channel).toBe('C0COMMUNITY');
    expect(JSON.stringify((await slack.said('chat.update')).blocks)).toContain('Nobody decided by');
    await postAsSlack(`${url}/slack/events`, slack.press(button(asked, 'Approve and send')));
    expect((await slack.said('respond')).text).toBe('The time was up, and Postrider has sent this edition already.');
    expect(slack.calls).toEqual([]);
  });
});

it('says in the log why a job that nobody can approve is stopped, once', async () => {
  const folder = tempFolder();
  folder.write('postrider.yaml', 'content: { path: content }\nserver: { port: 0 }\n');
  folder.write('content/one.md', markdownPost('One'));
  folder.write('jobs/weekly.md', '---\nschedule: "0 10 * * 5"\napprove: true\napprovers: [U1]\n---\n');
  const lines: string[] = [];
  const log = pino({ base: undefined }, { write: (line) => void lines.push(line) });
  const config = await loadConfig({ file: join(folder.path, 'postrider.yaml'), cwd: folder.path, env: {} });
  const app = await startApp(config, ['watcher', 'web'], testWorld({ log }));
  onTestFinished(() => app.close());
  const faults = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 50);
  expect(faults.map(({ msg, hint }) => [msg, hint])).toEqual([
    [
      'jobs/weekly.md:3: approve is on but there is no review channel; this digest is stopped',
      'add a Slack channel id, e.g. reviewChannel: C0123456',
    ],
    [
      'jobs/weekly.md:3: approve is on but the config has no Slack bot to ask with; this digest is stopped',
      'add `bot.slack` to the config (docs/slack.md), or turn approve off',
    ],
  ]);
});

it('is looked at by doctor: whether the bot sees the review channel', async () => {
  const [platform, folder] = [await startSlackServer(), tempFolder()];
  folder.write(
    'postrider.yaml',
    `content: { path: content }\nbot: { slack: { token: ${SLACK_TOKEN}, signingSecret: s, apiUrl: "${platform.apiUrl}" } }\n`,
  );
  folder.write('content/one.md', markdownPost('One'));
  for (const [name, channel] of Object.entries({ seen: 'C0123456', unseen: 'C0ELSEWHERE' })) {
    const keys = `approve: true\nreviewChannel: ${channel}\napprovers: [U1]`;
    folder.write(`jobs/${name}.md`, `---\nschedule: "0 10 * * 5"\n${keys}\n---\n`);
  }
  const config = await loadConfig({ file: join(folder.path, 'postrider.yaml'), cwd: folder.path, env: {} });
  const findings = await diagnose(config, testWorld());
  expect(findings.filter(({ what }) => what.startsWith('review channel'))).toEqual([
    { what: 'review channel of seen', verdict: 'ok', detail: 'the bot sees C0123456' },
    {
      what: 'review channel of unseen',
      verdict: 'fault',
      detail: 'Slack does not let the bot see C0ELSEWHERE: channel_not_found',
      hint: 'check the id, and /invite the app in that channel; after a missing_scope print the manifest again',
    },
  ]);
});
