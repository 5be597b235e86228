import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { createContentReader } from '../src/content/create-content-reader.js';
import { isVisible } from '../src/content/post.js';
import { composeEdition } from '../src/digest/compose-edition.js';
import { dueEditions, scheduleName } from '../src/digest/due-editions.js';
import type { Edition } from '../src/digest/edition.js';
import { editionRecord } from '../src/digest/edition-record.js';
import { readJob } from '../src/digest/read-job.js';
import { titleKey } from '../src/digest/same-article.js';
import { openEmbeddedEngine } from '../src/engine/embedded/open-embedded-engine.js';
import type { EditionRecord, Engine } from '../src/engine/engine.js';
import { createLibrary } from '../src/library/create-library.js';

/*
 * Runs a digest over a library as if every hour of some years had been live, with a clock that does not wait: what is due,
 * what an edition holds, what is skipped, whether anything repeats. Editions go through a real ledger.
 *
 *   npx tsx bench/simulate-digests.ts --corpus DIR [--job jobs/weekly-reading.md] [--from 2021-01-01] [--to 2023-01-01]
 *       [--include 'zh/blog/**\/*.md'] [--site https://www.sofastack.tech] [--every] [--json]
 *
 * `--every` prints each edition.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RECENT = 91 * DAY;
const ZONE = 'Asia/Shanghai';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    job: { type: 'string', default: 'jobs/weekly-reading.md' },
    from: { type: 'string', default: '2021-01-01' },
    to: { type: 'string', default: '2023-01-01' },
    include: { type: 'string', default: 'zh/blog/**/*.md' },
    site: { type: 'string', default: 'https://www.sofastack.tech' },
    every: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (!values.corpus) {
  console.error('--corpus DIR: the content folder of a site');
  process.exit(2);
}

const reader = createContentReader({
  path: values.corpus,
  include: [values.include],
  exclude: ['**/_index.md'],
  permalink: '/blog/{slug}/',
  siteUrl: values.site,
  language: 'zh-CN',
  timezone: ZONE,
});
const { posts } = await reader.scan();
const { job, faults } = readJob(basename(values.job, '.md'), readFileSync(values.job, 'utf8'), { timezone: ZONE });
if (!job) {
  console.error(faults);
  process.exit(2);
}
const site = { title: 'SOFAStack', description: '', url: values.site, language: 'zh-CN' };
const start = Date.parse(`${values.from}T00:00:00+08:00`);
const end = Date.parse(`${values.to}T00:00:00+08:00`);

const folder = await mkdtemp(join(tmpdir(), 'postrider-simulation-'));
let now = start;
const engine = openEmbeddedEngine({
  file: join(folder, 'ledger.db'),
  now: () => now,
  random: () => 0,
  log: pino({ level: 'silent' }),
});
const began = performance.now();
const editions: Edition[] = [];
let empty = 0;
let composing = 0;
for (; now < end; now += HOUR) await beat(engine);
const kept = await engine.ledger.editions({ job: job.name, limit: 10_000 });
await engine.close();
await rm(folder, { recursive: true });
reader.close();
report(kept);

/** What the program does at each beat, with the hour for a second. */
async function beat({ ledger, schedule }: Engine): Promise<void> {
  if (!job) return;
  const handled = await schedule.handled(scheduleName(job));
  const { due, settled } = dueEditions([job], () => handled, now);
  for (const { schedule: name, at } of settled) await schedule.markHandled(name, at);
  for (const { at } of due) {
    const before = performance.now();
    const visible = posts.filter((post) => isVisible(post, at));
    const library = createLibrary(visible, { article: (post) => reader.article(post), search: reader.search });
    const edition = composeEdition({
      job,
      library,
      site,
      at,
      previousEditions: await ledger.editions({ job: job.name, limit: 500 }),
    });
    composing += performance.now() - before;
    if (values.every) console.log(line(edition));
    if (edition.empty && job.whenEmpty === 'skip') empty += 1;
    else if ((await ledger.commit({ editions: [editionRecord(edition, at)] })).committed) editions.push(edition);
    await schedule.markHandled(scheduleName(job), at);
  }
}

function line({ id, empty: nothing, posts: fresh, readings }: Edition): string {
  const picked = readings.map(({ title, source }) => `${source.type} ${title}`).join(' | ');
  return nothing
    ? `${id}  nothing new`
    : `${id}  ${fresh.length} new: ${fresh.map(({ title }) => title).join(' | ')}\n    ${picked}`;
}

function report(records: EditionRecord[]): void {
  const ordered = [...records].sort((a, b) => (a.to < b.to ? -1 : 1));
  const readings = ordered.flatMap((edition) =>
    edition.readings.map(({ url, title }) => ({ url, title, at: Date.parse(edition.to) })),
  );
  const announced = new Map(
    ordered.flatMap((edition) => edition.posts.map(({ url }) => [url, Date.parse(edition.to)] as const)),
  );
  const newPosts = ordered.flatMap((edition) => edition.posts.map(({ id }) => id));
  const ages = readings.flatMap(({ url, at }) => (announced.has(url) ? [at - (announced.get(url) as number)] : []));
  const due = posts.filter((post) => post.time >= start && post.time < end && isVisible(post, end)).length;
  const by = (type: string) =>
    editions.flatMap((edition) => edition.readings).filter(({ source }) => source.type === type).length;
  const figures = {
    posts: posts.length,
    runs: editions.length + empty,
    editions: ordered.length,
    emptyRuns: empty,
    newPosts: newPosts.length,
    newPostsTwice: newPosts.length - new Set(newPosts).size,
    postsOfThePeriod: due,
    readings: readings.length,
    readingsRecommended: by('recommended'),
    readingsEvergreen: by('evergreen'),
    readingsTwice: readings.length - new Set(readings.map(({ url }) => url)).size,
    readingTitlesTwice: readings.length - new Set(readings.map(({ title }) => titleKey(title))).size,
    readingsAnnouncedWithinThreeMonths: ages.filter((age) => age < RECENT).length,
    readingsAnnouncedBefore: ages.length,
    editionsWithFewerReadings: ordered.filter((edition) => edition.readings.length < (job?.readings ?? 0)).length,
    msPerEdition: Math.round((composing / (editions.length + empty)) * 10) / 10,
    msInAll: Math.round(performance.now() - began),
  };
  if (values.json) console.log(JSON.stringify(figures));
  else for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(34)} ${value}`);
}
