import type { QueueOptions, Telemetry } from 'bullmq';
import { Redis } from 'ioredis';
import { CONNECTION } from './redis-store.js';

/** BullMQ's queue of channels; see dispatcher.ts. */
export const QUEUE = 'lanes';

/** A connection for a BullMQ worker, which waits for Redis however long it is away. */
export interface QueueConnection {
  options: QueueOptions;
  disconnect(): void;
}

/** Where BullMQ's keys are: `PREFIX:queue:lanes:…`. They may be lost; the ledger fills the queue again. */
export function queueOptions(redis: Redis, prefix: string, telemetry?: Telemetry): QueueOptions {
  return {
    connection: redis,
    prefix: `${prefix}:queue`,
    // No skipVersionCheck: BullMQ would take Redis for version 5, and wake up for what is due on whole seconds only.
    streams: { events: { maxLen: 100 } },
    ...(telemetry && { telemetry }),
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  };
}

export function openQueueConnection(url: string, prefix: string, name: string, telemetry?: Telemetry): QueueConnection {
  const redis = new Redis(url, { ...CONNECTION, connectionName: name, maxRetriesPerRequest: null });
  return { options: queueOptions(redis, prefix, telemetry), disconnect: () => redis.disconnect() };
}
