import type * as CliProgress from 'cli-progress';
import { loadLate } from '../load-late.js';

const cliProgress = loadLate<typeof CliProgress>('cli-progress');

/** A progress bar on stderr, where a person watches; undefined elsewhere, and with --json. */
export function progressBar(what: string, json: boolean | undefined): CliProgress.SingleBar | undefined {
  if (json || !process.stderr.isTTY) return undefined;
  return new (cliProgress().SingleBar)({
    format: `${what} {bar} {value}/{total}`,
    hideCursor: true,
    clearOnComplete: true,
  });
}
