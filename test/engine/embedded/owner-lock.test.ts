import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createOwnerLock, type OwnerLock } from '../../../src/engine/embedded/owner-lock.js';
import { tempFolder } from '../../support/temp-folder.js';

function owner(folder: string): OwnerLock {
  const lock = createOwnerLock(folder);
  onTestFinished(() => lock.release());
  return lock;
}

it('is alive for others while it is held, and dead once it is released', () => {
  const folder = tempFolder().path;
  const [one, two] = [owner(folder), owner(folder)];
  one.hold();
  expect([two.isAlive(one.id), one.isAlive(one.id)]).toEqual([true, true]);
  expect(two.isAlive(one.id)).toBe(true);
  one.release();
  expect([two.isAlive(one.id), one.isAlive(one.id)]).toEqual([false, false]);
});

it('takes for dead an owner whose file nobody locks, as a killed process leaves it, and one without a file', () => {
  const folder = tempFolder().path;
  writeFileSync(join(folder, 'killed'), '');
  const lock = owner(folder);
  expect([lock.isAlive('killed'), lock.isAlive('unheard-of')]).toEqual([false, false]);
  expect(existsSync(join(folder, 'killed'))).toBe(false);
});

it('sweeps away the files of the dead, but none of the living and none that is being made', () => {
  const folder = tempFolder().path;
  const living = owner(folder);
  living.hold();
  const [newborn, killed] = [randomUUID(), randomUUID()];
  for (const file of [newborn, killed, 'of-somebody-else']) writeFileSync(join(folder, file), '');
  for (const old of [killed, living.id, 'of-somebody-else']) utimesSync(join(folder, old), 1_000, 1_000);
  owner(folder).tidy();
  expect(readdirSync(folder).toSorted()).toEqual([newborn, living.id, 'of-somebody-else'].toSorted());
});
