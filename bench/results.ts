import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Benchmark, Goal, Row } from './benchmark.js';
import { median, medianRatio } from './statistics.js';

const HEAD = `# Results

Made by \`npm run bench\` (all) or \`npm run bench -- NAME\` (one), which replaces the sections of what it ran. Every figure is a
median; a ratio is the median of ours / peer, pair by pair, both having run in turn in the same call. Goals that are not
reached are marked **behind**.
`;

/** What one run of a benchmark found. */
export interface Outcome {
  benchmark: Benchmark;
  rows: readonly Row[];
  rounds: number;
  /** The machine, in one line. */
  machine: string;
  /** ISO date. */
  date: string;
}

/** The rows of a benchmark as a Markdown table, for the terminal and for the file. */
export function resultTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    amount(median(row.ours), row.unit),
    row.peer ? `${amount(median(row.peer.values), row.unit)} ${row.peer.name}` : (row.missing ?? '–'),
    row.peer ? medianRatio(row.ours, row.peer.values).toFixed(2) : '–',
    verdict(row),
  ]);
  const table = [['what', 'Postrider', 'peer', 'ratio', 'goal'], ['---', '---:', '---:', '---:', '---'], ...cells];
  return table.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Puts outcomes into the file of results, each in the place of what the same benchmark found before. */
export function writeResults(file: string, outcomes: readonly Outcome[], order: readonly string[]): void {
  const sections = existsSync(file) ? readSections(readFileSync(file, 'utf8')) : new Map<string, string>();
  for (const outcome of outcomes) sections.set(outcome.benchmark.name, section(outcome));
  const known = order.flatMap((name) => sections.get(name) ?? []);
  writeFileSync(file, [HEAD, ...known].join('\n'));
}

function readSections(text: string): Map<string, string> {
  const parts = text.split(/^(?=## )/m).slice(1);
  return new Map(parts.map((part) => [part.slice(3, part.indexOf('\n')).trim(), `${part.trimEnd()}\n`]));
}

function section({ benchmark, rows, rounds, machine, date }: Outcome): string {
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`- ${what}: ${note}`]));
  const head = `## ${benchmark.name}\n\n${benchmark.about}\n\n${resultTable(rows)}\n`;
  const below = notes.length === 0 ? '' : `\n${notes.join('\n')}\n`;
  return `${head}${below}\n${rounds} rounds on ${date}: ${machine}.\n`;
}

function verdict({ goal, ours, peer, missing }: Row): string {
  if (!goal) return '–';
  const wanted = `${goal.bound} ${goal.is.toLocaleString('en')}`;
  if (goal.of === 'ratio' && !peer) return missing === undefined ? wanted : `${wanted}: not compared`;
  const value = goal.of === 'value' || !peer ? median(ours) : medianRatio(ours, peer.values);
  return `${wanted}: ${reaches(value, goal) ? 'reached' : '**behind**'}`;
}

function reaches(value: number, { bound, is }: Goal): boolean {
  return bound === 'at most' ? value <= is : value >= is;
}

function amount(value: number, unit: string): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`;
}
