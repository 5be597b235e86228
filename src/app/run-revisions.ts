import { applyRevisions, type RevisionDeps } from '../announce/apply-revisions.js';
import type { Engine } from '../engine/engine.js';

/** Brings sent messages up to date at every beat until closed. */
export function runRevisions(
  { schedule, ledger }: Pick<Engine, 'schedule' | 'ledger'>,
  deps: Omit<RevisionDeps, 'ledger' | 'signal'>,
): { close(): Promise<void> } {
  const stopped = new AbortController();
  const beat = schedule.beat(() => applyRevisions({ ...deps, ledger, signal: stopped.signal }));
  return {
    async close() {
      stopped.abort();
      await beat.close();
    },
  };
}
