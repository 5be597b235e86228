import { z } from 'zod';
import { parseDuration } from '../config/duration.js';
import { isTimezone } from '../config/is-timezone.js';
import { matchSchema } from '../config/schema.js';

/*
 * The front matter of a job (contract section 6). What it does not name is our own: `language`, `allowPrivate`, and the
 * keys about approval and curators.
 */

const duration = z.string('expected a duration such as 12h or 7d').transform((value, context) => {
  const parsed = parseDuration(value);
  if (parsed === undefined) context.addIssue(`"${value}" is not a duration; write for example 30m, 12h or 7d`);
  return parsed ?? 0;
});
const text = z.string('expected text');
const list = z.union([z.array(text), text.transform((value) => [value])], 'expected a list such as [one, two]');
const boolean = z.boolean('expected true or false');
const count = (most: number) =>
  z
    .number(`expected a number from 0 to ${most}`)
    .int('expected a whole number')
    .min(0, 'expected 0 or more')
    .max(most, `expected at most ${most}`);
const url = text.refine(
  (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  'expected a URL that starts with http:// or https://',
);
/** A feed's address, alone or with the name to show for it. */
const source = z.union(
  [z.strictObject({ url, name: text.optional() }), url.transform((value) => ({ url: value, name: undefined }))],
  'expected the URL of a feed, or { name, url }',
);
const timezone = text.refine(isTimezone, 'expected an IANA time zone such as Asia/Shanghai');

/** What a job asks of Slack to find the questions of its period. */
export const questionsSchema = z.strictObject({
  /** Name of the emoji curators mark threads with, without colons. */
  emoji: text.transform((value) => value.replace(/^:|:$/g, '')).pipe(text.min(1, 'expected the name of an emoji')),
  /** Slack channel ids to look in; empty: the Slack channels the job goes to. */
  channels: list.default([]),
  /** Slack user ids whose mark counts; empty: anybody's. */
  curators: list.default([]),
  /** Quote without names. */
  anonymous: boolean.default(false),
});

export const jobSchema = z.strictObject({
  title: text.optional(),
  schedule: text.min(1, 'expected cron, e.g. "0 10 * * 5" for Friday at ten'),
  timezone: timezone.optional(),
  language: z.enum(['zh', 'en'], 'expected zh or en').optional(),
  window: duration.refine((value) => value > 0, 'expected more than nothing').prefault('7d'),
  channels: list.default([]),
  posts: count(200).default(10),
  readings: count(50).default(4),
  feeds: z.array(source, 'expected a list of feeds').default([]),
  releases: z.array(source, 'expected a list of release feeds').default([]),
  /** Hosts of `feeds` and `releases` that may be on a private network or this machine; `true`: all of them. */
  allowPrivate: z.union([boolean, list], 'expected true, false or a list of host names').default(false),
  questions: questionsSchema.optional(),
  article: z
    .union(
      [
        boolean,
        z.strictObject({
          slug: text.optional(),
          author: text.optional(),
          category: text.optional(),
          cover: text.optional(),
        }),
      ],
      'expected true, false or { slug, author, category, cover }',
    )
    .default(false),
  match: matchSchema.prefault({}),
  whenEmpty: z.enum(['skip', 'send'], 'expected skip or send').default('skip'),
  catchUp: duration.prefault('2d'),
  approve: boolean.default(false),
  /** Slack channel id where the draft is reviewed. */
  reviewChannel: text
    .regex(/^[CG][A-Z0-9]{2,}$/, 'expected the id of a Slack channel such as C0123456, not its name')
    .optional(),
  /** Slack user ids whose Approve counts. */
  approvers: list.default([]),
  /** How long the draft waits for an approver. */
  approveWithin: duration.refine((value) => value > 0, 'expected more than nothing').prefault('1d'),
  /** What becomes of a draft nobody approved in time. */
  onTimeout: z.enum(['skip', 'send'], 'expected skip or send').default('skip'),
});

type FrontMatter = z.output<typeof jobSchema>;

/** A digest job, read and checked; durations in milliseconds. */
export interface DigestJob extends Omit<FrontMatter, 'title' | 'timezone'> {
  /** The file's name without `.md`; first half of its editions' ids. */
  name: string;
  title: string;
  timezone: string;
  /** Liquid that gives Markdown; '' means the built-in one of the language. */
  template: string;
}

export type FeedSource = FrontMatter['feeds'][number];
export type QuestionSource = z.output<typeof questionsSchema>;
