import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../../src/engine/embedded/database.js';
import { EngineError } from '../../../src/engine/engine.js';
import { tempFolder } from '../../support/temp-folder.js';

function freshDatabase(): Database {
  const database = openDatabase(join(tempFolder().path, 'test.db'));
  onTestFinished(() => database.close());
  return database;
}

it('writes nothing of a transaction that finds the disk full, and goes on when there is room', () => {
  const database = freshDatabase();
  database.exec('CREATE TABLE notes (text)');
  const pages = database.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
  // SQLite reports its own limit exactly like a full disk.
  database.exec(`PRAGMA max_page_count = ${pages + 1}`);
  const write = () =>
    database.transaction(() => {
      for (let i = 0; i < 100; i++) database.run('INSERT INTO notes VALUES (?)', 'x'.repeat(1_000));
    });
  expect(write).toThrow(
    expect.objectContaining({
      name: 'EngineError',
      message: `The database ${database.file} cannot grow: the disk is full`,
      hint: expect.stringContaining('free some space'),
    }),
  );
  expect(database.get('SELECT count(*) AS n FROM notes')).toEqual({ n: 0 });

  database.exec(`PRAGMA max_page_count = ${pages + 1_000}`);
  write();
  expect(database.get('SELECT count(*) AS n FROM notes')).toEqual({ n: 100 });
});

it('writes nothing of a transaction whose work throws, and passes that error on as it is', () => {
  const database = freshDatabase();
  database.exec('CREATE TABLE notes (text)');
  const bug = new TypeError('a bug of ours');
  expect(() =>
    database.transaction(() => {
      database.run('INSERT INTO notes VALUES (?)', 'a');
      throw bug;
    }),
  ).toThrow(bug);
  expect(database.all('SELECT * FROM notes')).toEqual([]);
});

it('waits for the write of another process, and says that the file is locked when that takes too long', () => {
  const database = freshDatabase();
  database.exec('CREATE TABLE notes (text)');
  const other = new DatabaseSync(database.file);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  expect(() => database.run('INSERT INTO notes VALUES (?)', 'a')).toThrow(EngineError);
  expect(database.all('SELECT * FROM notes')).toEqual([]);
  other.exec('COMMIT');
  expect(database.run('INSERT INTO notes VALUES (?)', 'a')).toBe(1);
});

it('keeps its statements alive through garbage collection', async () => {
  const database = freshDatabase();
  database.exec('CREATE TABLE notes (text)');
  for (let round = 0; round < 20; round++) {
    database.run('INSERT INTO notes VALUES (?)', 'a');
    // Enough rubbish for several collections; a connection that is not held would be closed by one of them.
    Array.from({ length: 200 }, () => new Array(10_000).fill(round));
    await new Promise(setImmediate);
  }
  expect(database.get('SELECT count(*) AS n FROM notes')).toEqual({ n: 20 });
});

it('leaves everything in one file when it closes, and refuses to be used after', () => {
  const database = openDatabase(join(tempFolder().path, 'test.db'));
  database.exec('CREATE TABLE notes (text)');
  database.run('INSERT INTO notes VALUES (?)', 'a');
  database.close();
  const copy = new DatabaseSync(`file:${database.file}?immutable=1`, { readOnly: true });
  expect(copy.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'a' }]);
  copy.close();
  expect(() => database.get('SELECT 1')).toThrow(EngineError);
  expect(() => database.exec('SELECT 1')).toThrow();
  expect(existsSync(database.file)).toBe(true);
});

it('keeps a quick transaction as a whole or not at all, and goes back to waiting for the disk', async () => {
  const database = freshDatabase();
  database.exec('CREATE TABLE notes (text)');
  database.quickTransaction(() => database.run("INSERT INTO notes VALUES ('a')"));
  expect(() =>
    database.quickTransaction(() => {
      database.run("INSERT INTO notes VALUES ('b')");
      throw new TypeError('a bug of ours');
    }),
  ).toThrow('a bug of ours');
  await Promise.all([database.flush(), database.flush(), database.flush()]);
  expect(database.all('SELECT text FROM notes')).toEqual([{ text: 'a' }]);
  // 2 is FULL.
  expect(database.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
});
