import type { Context } from 'hono';
import type { AdminContext } from './admin-page.js';
import type { AdminEnv } from './gate.js';

/** What the pages for a request are made with. */
export type Contexts = (c: Context<AdminEnv>) => AdminContext;
