import { SingleBar } from 'cli-progress';

/** A progress bar on stderr, where a person watches; undefined elsewhere, and with --json. */
export function progressBar(what: string, json: boolean | undefined): SingleBar | undefined {
  if (json || !process.stderr.isTTY) return undefined;
  return new SingleBar({ format: `${what} {bar} {value}/{total}`, hideCursor: true, clearOnComplete: true });
}
