import type { z } from 'zod';
import { didYouMean } from '../config/did-you-mean.js';
import type { Problem } from '../content/post.js';
import { type DigestJob, jobSchema, questionsSchema } from './digest-job.js';
import { exampleScope } from './example-scope.js';
import { type FrontMatter, readFrontMatter } from './read-front-matter.js';
import type { ReadJobsOptions } from './read-jobs.js';
import { checkTemplate } from './render-template.js';
import { parseSchedule } from './schedule.js';

export type JobFault = Omit<Problem, 'file'>;

/** Goes into edition ids, addresses of pages and file names. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;

/**
 * Reads one job.
 * @param name the file's name without `.md`
 * @returns the job unless something is wrong with it, and every fault found
 */
export function readJob(
  name: string,
  source: string,
  options: ReadJobsOptions,
): { job?: DigestJob; faults: JobFault[] } {
  const front = readFrontMatter(source);
  if ('message' in front) return { faults: [error(front.line, 'job-front-matter', front.message, front.hint)] };

  const faults = [...nameFaults(name), ...templateFaults(front)];
  const parsed = jobSchema.safeParse(front.data);
  if (!parsed.success) {
    return { faults: [...faults, ...parsed.error.issues.flatMap((issue) => keyFaults(issue, front))].sort(byLine) };
  }
  const job: DigestJob = {
    ...parsed.data,
    name,
    title: parsed.data.title ?? name,
    timezone: parsed.data.timezone ?? options.timezone,
    template: front.body.trim() === '' ? '' : front.body,
  };
  faults.push(
    ...scheduleFaults(job, front),
    ...channelFaults(job, front, options),
    ...approvalFaults(job, front, options),
  );
  const broken = faults.some(({ severity }) => severity === 'error');
  return { job: broken ? undefined : job, faults: faults.sort(byLine) };
}

function nameFaults(name: string): JobFault[] {
  if (NAME.test(name)) return [];
  return [
    error(1, 'job-name', `"${name}" cannot be the name of a job`, 'name the file with letters, digits, - and _ only'),
  ];
}

function scheduleFaults(job: DigestJob, front: FrontMatter): JobFault[] {
  try {
    parseSchedule(job.schedule, job.timezone);
    return [];
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    const hint = 'write minute, hour, day of month, month, day of week: "0 10 * * 5" is Friday at 10:00';
    return [error(front.lineOf(['schedule']), 'job-schedule', fault.message, hint)];
  }
}

function templateFaults(front: FrontMatter): JobFault[] {
  return checkTemplate(front.body, exampleScope()).map(({ line, ...fault }) => ({
    ...fault,
    rule: 'job-template',
    line: front.bodyLine + line - 1,
  }));
}

function channelFaults(job: DigestJob, front: FrontMatter, { channels }: ReadJobsOptions): JobFault[] {
  return job.channels
    .filter((channel) => channels && !channels.includes(channel))
    .map((channel) => ({
      line: front.lineOf(['channels']),
      rule: 'job-channel',
      severity: 'warning',
      message: `there is no channel "${channel}" in the config`,
      hint: suggestion(channel, channels ?? []) ?? 'add it to `channels` in the config, or take it out here',
    }));
}

/** An edition that nobody can approve would never go out. */
function approvalFaults(job: DigestJob, front: FrontMatter, { slackBot }: ReadJobsOptions): JobFault[] {
  if (!job.approve) return [];
  const fault = (message: string, hint: string) => error(front.lineOf(['approve']), 'job-approval', message, hint);
  return [
    ...(job.reviewChannel === undefined
      ? [fault('approve is on but there is no review channel', 'add a Slack channel id, e.g. reviewChannel: C0123456')]
      : []),
    ...(job.approvers.length === 0
      ? [fault('approve is on but nobody may approve', 'list Slack user ids, e.g. approvers: [U0123456]')]
      : []),
    ...(slackBot === false
      ? [
          fault(
            'approve is on but the config has no Slack bot to ask with',
            'add `bot.slack` to the config (docs/slack.md), or turn approve off',
          ),
        ]
      : []),
  ];
}

function keyFaults(issue: z.core.$ZodIssue, front: FrontMatter): JobFault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(issue.path[0] === 'questions' ? questionsSchema.shape : jobSchema.shape);
    const names = issue.path[0] === 'match' ? Object.keys(jobSchema.shape.match.unwrap().shape) : known;
    return issue.keys.map((key) =>
      error(
        front.lineOf([...issue.path, key]),
        'job-key',
        `unknown key "${[...issue.path, key].join('.')}"`,
        suggestion(key, names) ?? `use one of ${names.join(', ')}`,
      ),
    );
  }
  const key = issue.path.join('.');
  const given = issue.path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown>)?.[part],
    front.data,
  );
  if (given === undefined) {
    return [
      error(1, 'job-key', `"${key}" is missing`, 'add it, e.g. schedule: "0 10 * * 5" for every Friday at 10:00'),
    ];
  }
  return [error(front.lineOf(issue.path), 'job-key', `${key}: ${issue.message}`, 'correct the value')];
}

function suggestion(word: string, known: readonly string[]): string | undefined {
  const meant = didYouMean(word, known);
  return meant && `did you mean "${meant}"?`;
}

function error(line: number, rule: string, message: string, hint: string): JobFault {
  return { line, rule, severity: 'error', message, hint };
}

function byLine(a: JobFault, b: JobFault): number {
  return a.line - b.line;
}
