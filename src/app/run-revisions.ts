import { applyRevisions, type RevisionDeps } from '../announce/apply-revisions.js';

/** Sent messages whose posts were edited are looked for this often, in ms. */
const BEAT = 1_000;

/** Brings sent messages up to date until closed; a fault that stays is logged once. */
export function runRevisions(deps: Omit<RevisionDeps, 'signal'>): { close(): Promise<void> } {
  const stopped = new AbortController();
  let running: Promise<void> | undefined;
  let fault: string | undefined;

  async function once(): Promise<void> {
    try {
      await applyRevisions({ ...deps, signal: stopped.signal });
      fault = undefined;
    } catch (error) {
      if (stopped.signal.aborted || String(error) === fault) return;
      fault = String(error);
      deps.log.error({ err: error }, 'sent messages could not be brought up to date');
    }
  }

  const timer = setInterval(() => {
    running ??= once().finally(() => {
      running = undefined;
    });
  }, BEAT);
  return {
    async close() {
      clearInterval(timer);
      stopped.abort();
      await running;
    },
  };
}
