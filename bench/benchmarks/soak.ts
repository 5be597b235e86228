import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Row } from '../benchmark.js';
import type { SoakSample } from '../soak-process.js';
import { median } from '../statistics.js';

/** For 24 simulated hours. */
const SECONDS = 240;
/** Hours that warm caches and compile code; and how many hours are compared, after them and at the end. */
const WARM = 4;
const COMPARED = 6;

export const soak: Benchmark = {
  name: 'soak',
  about:
    `24 simulated hours of the whole program in ${SECONDS / 60} minutes: 288 edits, posts and deletions, each followed by requests for feeds and ` +
    `pages and by questions; announcements to a webhook and a folder. Hours ${WARM} to ${WARM + COMPARED - 1} beside the last ${COMPARED}, after garbage collection.`,
  async run(bench) {
    const folder = bench.scratch('soak');
    mkdirSync(join(folder, 'content'));
    const script = join(import.meta.dirname, '../soak-process.ts');
    const child = fork(script, [folder, String(SECONDS)], { execArgv: ['--import', 'tsx', '--expose-gc'] });
    const samples: SoakSample[] = [];
    child.on('message', (message) => {
      samples.push(message as SoakSample);
      bench.say(JSON.stringify(message));
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`the program ended with ${code}`);
    return [
      compare(samples, 'heap', 'MB', 1.1),
      compare(samples, 'external', 'MB', 1.1),
      compare(samples, 'rss', 'MB'),
      compare(samples, 'files', 'open', 1),
      compare(samples, 'handles', 'open', 1.1),
    ];
  },
};

function compare(samples: SoakSample[], figure: Exclude<keyof SoakSample, 'hour'>, unit: string, most?: number): Row {
  const scale = unit === 'MB' ? 1e6 : 1;
  const values = samples.map((sample) => sample[figure] / scale);
  const early = values.slice(WARM, WARM + COMPARED);
  return {
    what: figure,
    unit,
    // One value each: hours do not come in pairs.
    ours: [median(values.slice(-COMPARED))],
    peer: { name: 'in the early hours', values: [median(early)] },
    ...(most !== undefined && { goal: { of: 'ratio', bound: 'at most', is: most } as const }),
  };
}
