import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Benchmark, Row } from '../benchmark.js';
import { hasPeer, missingPeer } from '../find-peer.js';
import { inTurn, type Side } from '../in-turn.js';
import { type BenchLibrary, librariesOf } from '../library-sizes.js';
import { hugoCommand, writeHugoSite } from '../peers/hugo-site.js';
import { POSTRIDER, writeConfig } from '../postrider.js';
import { runProcess } from '../run-process.js';

const OBVIOUS = join(import.meta.dirname, '../peers/obvious-script.mjs');

/** `written`: MB in the folder afterwards. */
type Figure = 'ms' | 'cpu' | 'mb' | 'written';
type Times = Record<'ours' | 'obvious', Record<Figure, number[]>> & { hugo?: Record<Figure, number[]> };

/** Of the wall time, against Hugo's. */
const GOALS: Record<number, number> = { 500: 1, 5000: 0.8 };

export const coldBuild: Benchmark = {
  name: 'cold-build',
  about:
    '`build` into an empty folder without any cache: every feed (RSS, Atom and JSON, with archives of all posts) of every term, ' +
    'every page. Hugo and the obvious script (gray-matter, marked, sanitize-html, feed) write RSS of the library and the ' +
    'terms alone; full articles everywhere.',
  async run(bench) {
    const rows: Row[] = [];
    for (const library of librariesOf(bench, [500, 5_000]))
      rows.push(...toRows(library, await measure(bench, library)));
    return rows;
  },
};

async function measure(bench: Bench, { content, title }: BenchLibrary): Promise<Times> {
  const folder = bench.scratch('cold-build');
  const out = join(folder, 'out');
  const hugo = join(folder, 'hugo');
  const config = writeConfig(folder, content);
  writeHugoSite(hugo, content);
  const fresh = (command: readonly string[]) => async () => {
    for (const each of [out, join(folder, 'data')]) rmSync(each, { recursive: true, force: true });
    const run = await runProcess(command, { cwd: folder });
    return { ...run, written: megabytesIn(out) };
  };
  const sides: Record<string, Side<Figure>> = {
    ours: fresh([...POSTRIDER, 'build', '--config', config, '--out', out]),
    obvious: fresh([process.execPath, OBVIOUS, content, out]),
    ...(hasPeer('hugo') && { hugo: fresh(hugoCommand(hugo, out)) }),
  };
  bench.say(`building ${title}, ${bench.rounds} rounds`);
  return (await inTurn(bench.rounds, sides)) as Times;
}

function toRows({ title, posts }: BenchLibrary, { ours, obvious, hugo }: Times): Row[] {
  const against = (figure: Figure) =>
    hugo ? { peer: { name: 'Hugo', values: hugo[figure] } } : { missing: missingPeer('hugo') };
  const goal = GOALS[posts ?? 0];
  const ratio = (is: number) => ({ of: 'ratio', bound: 'at most', is }) as const;
  return [
    {
      what: `${title}, time`,
      unit: 'ms',
      ours: ours.ms,
      ...against('ms'),
      goal: goal === undefined ? undefined : ratio(goal),
    },
    { what: `${title}, processor time`, unit: 'ms', ours: ours.cpu, ...against('cpu') },
    { what: `${title}, peak memory`, unit: 'MB', ours: ours.mb, ...against('mb'), goal: ratio(1) },
    {
      what: `${title}, written`,
      unit: 'MB',
      ours: ours.written,
      ...against('written'),
      note: 'three formats instead of one, archives, and a page for every post, list and term',
    },
    { what: `${title}, time`, unit: 'ms', ours: ours.ms, peer: { name: 'the obvious script', values: obvious.ms } },
  ];
}

function megabytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1e6;
}
