import type { Rate } from '../../src/engine/engine.js';
import type { EngineAddress } from './engine-address.js';
import type { PlatformKind } from './loopback-platform.js';

/** Where in a delivery's life the process kills itself with SIGKILL. */
export const SELF_KILLS = [
  'before the claim',
  'after the claim',
  'before the receipt is stored',
  'after the receipt is stored',
] as const;
export type SelfKill = (typeof SELF_KILLS)[number];

/** What test/support/worker-process.ts is told to do. */
export interface WorkerJob {
  address: EngineAddress;
  platform: { url: string; kind: PlatformKind };
  onDoubt: 'resend' | 'hold';
  /** Committed at the start; the same again after a restart. */
  commit: { id: string; channel: string }[];
  rate?: Rate;
  concurrency: number;
  die?: { step: SelfKill; id: string };
  /** How far the clock of this process is ahead (ms). */
  clockAhead?: number;
  /** Ends when nothing is pending or being sent any more; otherwise works until it is stopped. */
  endWhenDone: boolean;
}
