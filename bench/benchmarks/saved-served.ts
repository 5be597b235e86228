import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Benchmark, Row } from '../benchmark.js';
import { type BenchLibrary, librariesOf } from '../library-sizes.js';
import { writeConfig } from '../postrider.js';
import { startPostrider } from '../start-postrider.js';
import { untilIdle } from '../until-idle.js';

/** Quiet that the watcher waits for, in ms; see src/content/watch-content.ts. */
const SETTLE = 300;

export const savedServed: Benchmark = {
  name: 'saved-served',
  about:
    `A file saved → the new \`/rss.xml\` answered, in a running process that has nothing else to do, without the ${SETTLE} ms for which the watcher waits ` +
    'to see whether the file is still being written; asked for every few milliseconds with its ETag. The peer of the larger libraries is the one of 500 posts.',
  async run(bench) {
    const rows: Row[] = [];
    let smallest: readonly number[] | undefined;
    for (const library of librariesOf(bench, [500, 5_000, 50_000])) {
      const ours = await measure(bench, library);
      rows.push({ what: library.title, unit: 'ms', ours, goal: { of: 'value', bound: 'at most', is: 30 } });
      if (smallest) {
        rows.push({
          what: `${library.title}, against the smallest`,
          unit: 'ms',
          ours,
          peer: { name: 'Postrider with fewest posts', values: smallest },
          goal: { of: 'ratio', bound: 'at most', is: 1.5 },
        });
      }
      smallest ??= ours;
    }
    return rows;
  },
};

async function measure(bench: Bench, { content, title }: BenchLibrary): Promise<number[]> {
  const started = await startPostrider(writeConfig(bench.scratch('saved-served'), content), { PORT: '0' });
  bench.say(`saving one of ${title}, ${bench.rounds} times`);
  try {
    await untilIdle(started.url);
    const newest = join(content, newestOf(content));
    const times: number[] = [];
    for (let round = 0; round < bench.rounds; round++) {
      times.push((await untilServed(newest, `Round ${round} of ${Date.now()}`, started.url)) - SETTLE);
      await untilIdle(started.url);
    }
    return times;
  } finally {
    await started.stop();
  }
}

/** The post that the site's feed shows first. Its slug has the lowest number (see make-corpus.ts). */
function newestOf(content: string): string {
  const [newest] = readdirSync(content, { recursive: true, encoding: 'utf8' })
    .filter((name) => /post-00000.*\.md$/.test(name))
    .sort();
  if (newest === undefined) throw new Error('this benchmark edits the newest generated post; run it without --corpus');
  return newest;
}

/** Milliseconds from the save to the answer that shows it, to somebody who asks as feed readers do: with the validator. */
async function untilServed(file: string, sentence: string, url: string): Promise<number> {
  const feed = `${url}/rss.xml`;
  const before = await fetch(feed);
  await before.arrayBuffer();
  const headers = { 'If-None-Match': before.headers.get('etag') ?? '' };
  const text = `${readFileSync(file, 'utf8')}\n${sentence}\n`;
  const saved = performance.now();
  writeFileSync(file, text);
  for (;;) {
    const response = await fetch(feed, { headers });
    const served = performance.now();
    const body = await response.text();
    if (response.status === 200 && body.includes(sentence)) return served - saved;
    await sleep(2);
  }
}
