import { join } from 'node:path';
import { DATABASE } from '../app/open-engine.js';
import type { Config } from '../config/load-config.js';
import { UsageError } from './command.js';

/**
 * The file of the embedded engine's database.
 * @throws {UsageError} when Redis holds the ledger: it has backups of its own.
 */
export function embeddedDatabase({ engine, dataDir }: Config, command: string): string {
  if (engine.type === 'embedded') return join(dataDir, DATABASE);
  throw new UsageError(
    `${command}: the ledger is in Redis, which has backups of its own: its RDB and AOF files (docs/operations.md); ${command} is for engine.type embedded`,
  );
}
