import { ARCHIVE_KINDS, type ArchiveKind } from './archive.js';
import { type Engine, EngineError } from './engine.js';

/** How to get an empty target. */
const EMPTY_ONE: Record<Engine['type'], string> = {
  embedded: 'move its file away, or set another dataDir',
  redis: 'use another Redis, another database of it (redis://HOST:PORT/1) or another engine.prefix',
};

export interface Migration {
  /** How many of each kind were carried. */
  counts: Record<ArchiveKind, number>;
}

/**
 * Carries everything from one store to another: posts, editions, deliveries with their receipts, subscriptions,
 * settings, schedules. It may be broken off and run again at any point; nothing is taken away from where it came from.
 *
 * @param to opened with `carrying`, so that it may hold what an earlier run from the same store left; anything else is refused.
 * @param onProgress is told how many entries of all are carried.
 * @throws {EngineError} when a worker is at either store, the target is not empty, or the numbers do not agree at the end.
 */
export async function migrate(
  from: Engine,
  to: Engine,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Migration> {
  await refuseWhileInUse(from, to);
  await claimTarget(from, to);
  const expected = await from.archive.counts();
  const total = sum(expected);
  let done = 0;
  for await (const entries of from.archive.read()) {
    await to.archive.write(entries);
    done += entries.length;
    onProgress(done, total);
  }
  await compare(await from.archive.counts(), await to.archive.counts());
  await to.archive.setMark(undefined);
  return { counts: await to.archive.counts() };
}

/** A store (`what`) that holds a part of another must not be worked with: it would send again what the missing part has sent. */
export function unfinished(mark: string, what: string): EngineError {
  return new EngineError(
    `${what} holds only a part of what is being carried to it from ${mark}`,
    'run `postrider migrate` again until it is through',
  );
}

async function refuseWhileInUse(from: Engine, to: Engine): Promise<void> {
  for (const { archive } of [from, to]) {
    if (await archive.inUse()) {
      throw new EngineError(
        `A Postrider is working with ${archive.where}`,
        'stop every Postrider that uses it, then run this again',
      );
    }
  }
}

async function claimTarget({ archive: from }: Engine, { archive: to, type }: Engine): Promise<void> {
  const mark = await to.mark();
  if (mark === from.where) return;
  if (mark !== undefined || sum(await to.counts()) > 0) {
    const holds = mark === undefined ? 'something already' : `a part of what was being carried from ${mark}`;
    throw new EngineError(`There must be nothing where it goes to, but ${to.where} holds ${holds}`, EMPTY_ONE[type]);
  }
  await to.setMark(from.where);
}

async function compare(from: Record<ArchiveKind, number>, to: Record<ArchiveKind, number>): Promise<void> {
  const differing = ARCHIVE_KINDS.filter((kind) => from[kind] !== to[kind]);
  if (differing.length === 0) return;
  const numbers = differing.map((kind) => `${kind}: ${to[kind]} of ${from[kind]}`).join(', ');
  throw new EngineError(
    `Not everything was carried (${numbers})`,
    'something has changed meanwhile; stop every Postrider, then run this again',
  );
}

function sum(counts: Record<ArchiveKind, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
