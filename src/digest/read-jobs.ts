import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Problem } from '../content/post.js';
import type { DigestJob } from './digest-job.js';
import { readJob } from './read-job.js';

export interface ReadJobsOptions {
  /** For jobs without their own `timezone`. */
  timezone: string;
  /** Names of the configured channels; a job that names another one gets a warning. Absent: not checked. */
  channels?: readonly string[];
  /** Whether the config has a bot in Slack, which a job with `approve` needs. Absent: not checked. */
  slackBot?: boolean;
}

/** What somebody who looks every second keeps, by file name: a file that says the same is not parsed again. */
export type JobMemory = Map<string, { source: string; result: ReturnType<typeof readJob> }>;

/**
 * Reads the digest jobs of a folder: every `.md` file but READMEs and those that begin with `_` or `.`. Cheap enough
 * to be called at every look, so that an edit takes effect while the program runs.
 *
 * A bad file is an error in `problems` and stops only itself; warnings come with a job that runs. A folder that does
 * not exist has no jobs.
 *
 * @param memory of earlier looks with the same options
 */
export async function readJobs(
  dir: string,
  options: ReadJobsOptions,
  memory: JobMemory = new Map(),
): Promise<{ jobs: DigestJob[]; problems: Problem[] }> {
  const jobs: DigestJob[] = [];
  const problems: Problem[] = [];
  for (const name of await jobFiles(dir)) {
    const source = await readIfThere(join(dir, name));
    if (source === undefined) continue;
    const known = memory.get(name);
    const result = known?.source === source ? known.result : readJob(name.replace(/\.md$/i, ''), source, options);
    memory.set(name, { source, result });
    const { job, faults } = result;
    if (job) jobs.push(job);
    problems.push(...faults.map((fault) => ({ file: `${basename(dir)}/${name}`, ...fault })));
  }
  return { jobs, problems };
}

async function jobFiles(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && /^[^._].*\.md$/i.test(entry.name) && !/^readme\b/i.test(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A file may go between the listing and the look. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
