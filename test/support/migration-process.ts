/*
 * A program of its own that brings a database to a newer schema. Run as `node --import tsx migration-process.ts FILE STEPS`;
 * STEPS are those that follow ours, in JSON.
 */
import { openDatabase } from '../../src/engine/embedded/database.js';
import { MIGRATIONS, migrate } from '../../src/engine/embedded/schema.js';

const [file, steps] = process.argv.slice(2) as [string, string];
migrate(openDatabase(file), [...MIGRATIONS, ...JSON.parse(steps)]);
