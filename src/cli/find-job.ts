import { didYouMean } from '../config/did-you-mean.js';
import type { Problem } from '../content/post.js';
import type { DigestJob } from '../digest/digest-job.js';
import { UsageError } from './command.js';

/** The digest job a person named; a job whose file is faulty is said to be, with the fault. */
export function findJob(name: string, { jobs, jobProblems }: { jobs: DigestJob[]; jobProblems: Problem[] }): DigestJob {
  const job = jobs.find((each) => each.name === name);
  if (job) return job;
  const fault = jobProblems.find(({ file, severity }) => severity === 'error' && file.endsWith(`/${name}.md`));
  if (fault) throw new UsageError(`${fault.file}:${fault.line}: ${fault.message}; ${fault.hint}`);
  const names = jobs.map((each) => each.name);
  const meant = didYouMean(name, names);
  const hint = meant
    ? `did you mean "${meant}"?`
    : `there ${names.length === 0 ? 'are none' : `is ${names.join(', ')}`}`;
  throw new UsageError(`there is no digest job "${name}"; ${hint}`);
}
