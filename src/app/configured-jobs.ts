import type { Config } from '../config/load-config.js';
import type { Problem } from '../content/post.js';
import type { DigestJob } from '../digest/digest-job.js';
import { type JobMemory, readJobs } from '../digest/read-jobs.js';
import type { World } from '../world.js';

/** The digest jobs as their files say now, checked against the rest of the config. */
export function configuredJobs(
  { jobs, site, channels, bot }: Config,
  memory?: JobMemory,
): Promise<{ jobs: DigestJob[]; problems: Problem[] }> {
  const options = {
    timezone: site.timezone,
    channels: channels.map(({ name }) => name),
    slackBot: bot.slack !== undefined,
  };
  return readJobs(jobs, options, memory);
}

/** The jobs of a running program. */
export interface WatchedJobs {
  /** Reads the files again; what is wrong with one is said in the log, once for each of its states. */
  read(): Promise<DigestJob[]>;
  /** What was wrong at the last look. */
  readonly problems: readonly Problem[];
}

export function watchJobs(config: Config, log: World['log']): WatchedJobs {
  const memory: JobMemory = new Map();
  let said = new Set<string>();
  let problems: readonly Problem[] = [];
  return {
    read: async () => {
      const found = await configuredJobs(config, memory);
      const present = new Map(found.problems.map((problem) => [JSON.stringify(problem), problem]));
      for (const [key, problem] of present) if (!said.has(key)) tell(problem, log);
      said = new Set(present.keys());
      problems = found.problems;
      return found.jobs;
    },
    get problems() {
      return problems;
    },
  };
}

function tell({ file, line, severity, message, hint }: Problem, log: World['log']): void {
  if (severity === 'error') log.error({ hint }, `${file}:${line}: ${message}; this digest is stopped`);
  else log.warn({ hint }, `${file}:${line}: ${message}`);
}
