import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Benchmark, Row } from '../benchmark.js';
import { hasPeer, missingPeer } from '../find-peer.js';
import { inTurn, type Side } from '../in-turn.js';
import { type BenchLibrary, librariesOf } from '../library-sizes.js';
import { hugoCommand, writeHugoSite } from '../peers/hugo-site.js';
import { POSTRIDER, writeConfig } from '../postrider.js';
import { runProcess } from '../run-process.js';

type Figure = 'ms' | 'cpu' | 'mb';
type Times = Record<'unchanged' | 'edited', Record<Figure, number[]>> & { hugo?: Record<Figure, number[]> };

export const warmBuild: Benchmark = {
  name: 'warm-build',
  about:
    '`build` once more over what it wrote before: with nothing changed, and with a line added to one post. Hugo keeps ' +
    'nothing between two builds, so it builds all feeds each time.',
  async run(bench) {
    const rows: Row[] = [];
    for (const library of librariesOf(bench, [500, 5_000]))
      rows.push(...toRows(library, await measure(bench, library)));
    return rows;
  },
};

async function measure(bench: Bench, { content, title }: BenchLibrary): Promise<Times> {
  const folder = bench.scratch('warm-build');
  const out = join(folder, 'out');
  const hugo = join(folder, 'hugo');
  writeHugoSite(hugo, content);
  const build = [...POSTRIDER, 'build', '--config', writeConfig(folder, content), '--out', out];
  const post = join(content, firstPost(content));
  const before = readFileSync(post);
  const sides: Record<string, Side<Figure>> = {
    unchanged: () => runProcess(build, { cwd: folder }),
    edited: (round) => {
      writeFileSync(post, Buffer.concat([before, Buffer.from(`\nRound ${round}.\n`)]));
      return runProcess(build, { cwd: folder });
    },
    ...(hasPeer('hugo') && {
      hugo: () => {
        rmSync(join(folder, 'hugo-out'), { recursive: true, force: true });
        return runProcess(hugoCommand(hugo, join(folder, 'hugo-out')), { cwd: folder });
      },
    }),
  };
  bench.say(`building ${title} once, then again, ${bench.rounds} rounds`);
  try {
    await runProcess(build, { cwd: folder });
    return (await inTurn(bench.rounds, sides)) as Times;
  } finally {
    writeFileSync(post, before);
  }
}

function firstPost(content: string): string {
  const [first] = readdirSync(content, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort();
  if (first === undefined) throw new Error(`there are no posts in ${content}`);
  return first;
}

function toRows({ title }: BenchLibrary, { unchanged, edited, hugo }: Times): Row[] {
  const against = (figure: Figure) =>
    hugo ? { peer: { name: 'Hugo', values: hugo[figure] } } : { missing: missingPeer('hugo') };
  const goal = { of: 'ratio', bound: 'at most', is: 0.3 } as const;
  return (
    [
      ['nothing changed', unchanged],
      ['one post changed', edited],
    ] as const
  ).flatMap(([what, { ms, cpu }]) => [
    { what: `${title}, ${what}: time`, unit: 'ms', ours: ms, ...against('ms'), goal },
    { what: `${title}, ${what}: processor time`, unit: 'ms', ours: cpu, ...against('cpu') },
  ]);
}
