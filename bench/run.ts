import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Benchmark } from './benchmark.js';
import { benchmarks } from './benchmarks/index.js';
import { machine } from './machine.js';
import { type Outcome, resultTable, writeResults } from './results.js';

/*
 * Measures Postrider against the field and its own limits.
 *
 *   npm run bench                   all of it, into bench/RESULTS.md
 *   npm run bench -- NAME...        some
 *   npm run bench -- --list         what there is
 *   npm run bench -- --corpus DIR   with the posts of a folder; prints only, since others cannot repeat it
 *   npm run bench -- --sizes 500    only with the generated libraries of 500 posts (others have 5,000 and 50,000)
 *   npm run bench -- --rounds 9     more rounds than five
 */

const FEWEST_ROUNDS = 5;
const RESULTS = join(import.meta.dirname, 'RESULTS.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: 'string' },
    sizes: { type: 'string' },
    rounds: { type: 'string', default: String(FEWEST_ROUNDS) },
    list: { type: 'boolean', default: false },
  },
});

if (values.list) list();
else await main(positionals.length === 0 ? benchmarks : positionals.map(byName));

function list(): void {
  for (const { name, about } of benchmarks) process.stdout.write(`${name}\n    ${about}\n`);
}

function byName(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found) return found;
  process.stderr.write(
    `there is no benchmark "${name}"; there are: ${benchmarks.map((each) => each.name).join(', ')}\n`,
  );
  process.exit(2);
}

async function main(chosen: readonly Benchmark[]): Promise<void> {
  const rounds = Math.max(FEWEST_ROUNDS, Number(values.rounds));
  const order = benchmarks.map(({ name }) => name);
  for (const benchmark of chosen) {
    process.stderr.write(`\n${benchmark.name}: ${benchmark.about}\n`);
    const before = { machine: machine(), date: new Date().toISOString().slice(0, 10) };
    const outcome: Outcome = { benchmark, rounds, ...before, rows: await measure(benchmark, rounds) };
    process.stdout.write(`${resultTable(outcome.rows)}\n`);
    if (values.corpus === undefined) writeResults(RESULTS, [outcome], order);
  }
}

async function measure(benchmark: Benchmark, rounds: number) {
  const folders: string[] = [];
  const bench: Bench = {
    rounds,
    corpus: values.corpus,
    sizes: values.sizes?.split(',').map(Number),
    scratch(name) {
      const folder = mkdtempSync(join(tmpdir(), `postrider-bench-${name}-`));
      folders.push(folder);
      return folder;
    },
    say: (line) => process.stderr.write(`  ${line}\n`),
  };
  try {
    return await benchmark.run(bench);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
