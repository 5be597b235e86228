import type { World } from '../../world.js';
import { startBeat } from '../beat.js';
import type { Schedule } from '../engine.js';
import type { Database } from './database.js';

export function createSchedule(database: Database, world: Pick<World, 'now' | 'log'>): Schedule {
  return {
    beat: (onBeat) => startBeat(onBeat, world),
    handled: async (name) =>
      database.get<{ at: number }>('SELECT handled_at AS at FROM schedules WHERE name = ?', name)?.at,
    markHandled: async (name, at) => {
      database.run(
        `INSERT INTO schedules (name, handled_at) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET handled_at = max(handled_at, excluded.handled_at)`,
        name,
        at,
      );
    },
  };
}
