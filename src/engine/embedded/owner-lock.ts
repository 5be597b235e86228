import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { asEngineError } from './database-fault.js';

/**
 * How a worker that was killed is noticed at once instead of when its lease ends: each worker holds a lock on a small
 * file of its own, and the operating system drops the lock when the process dies, however it dies. Unlike process
 * numbers this cannot mistake another process for it, and holds between containers that share the folder.
 * SQLite brings the locks (Node has none), the same ones the database itself relies on.
 */
export interface OwnerLock {
  /** The name under which this engine claims. */
  readonly id: string;
  /** Takes the lock; needed before the first claim. Does nothing the second time. */
  hold(): void;
  /** Whether the owner of a claim may still be at it. */
  isAlive(owner: string): boolean;
  /** Whether any other engine holds a lock of its own. */
  othersAlive(): boolean;
  /** Removes files that dead owners left. */
  tidy(): void;
  release(): void;
}

/** What an engine calls itself: a UUID. */
const OWNER = /^[0-9a-f-]{36}$/;
/** A lock file this young may belong to a process that is just about to lock it (ms). */
const NEWBORN = 60_000;

export function createOwnerLock(folder: string): OwnerLock {
  const id = randomUUID();
  const fileOf = (owner: string): string => join(folder, owner);
  let held: DatabaseSyncInstance | undefined;

  /** Whoever can take the lock knows that nobody holds it: then its owner is dead, and the file goes. */
  const isAlive = (owner: string): boolean => {
    if (owner === id) return held !== undefined;
    const file = fileOf(owner);
    if (!existsSync(file)) return false;
    try {
      lock(file, 0).close();
    } catch {
      // Locked: it lives. Any other error tells nothing about the owner; then its lease decides.
      return true;
    }
    rmSync(file, { force: true });
    return false;
  };

  /** Nothing else in the folder is ours. */
  const owners = (): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => OWNER.test(name)) : []);

  return {
    id,
    hold: () => {
      if (held) return;
      const file = fileOf(id);
      try {
        mkdirSync(folder, { recursive: true });
        held = lock(file, 1_000);
      } catch (error) {
        throw asEngineError(error, file);
      }
    },
    isAlive,
    othersAlive: () => owners().some((owner) => owner !== id && isAlive(owner)),
    tidy: () => {
      for (const owner of owners()) {
        if (ageOf(fileOf(owner)) > NEWBORN) isAlive(owner);
      }
    },
    release: () => {
      held?.close();
      held = undefined;
      rmSync(fileOf(id), { force: true });
    },
  };
}

/** Milliseconds since the file was made; 0 for one that another process has just removed. */
function ageOf(file: string): number {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined ? 0 : Date.now() - made;
}

function lock(file: string, timeout: number): DatabaseSyncInstance {
  const connection = new DatabaseSync(file, { timeout });
  try {
    // Nothing is ever written; OFF instead of MEMORY would leave a journal beside the file all the same.
    connection.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
