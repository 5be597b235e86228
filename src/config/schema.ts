import { z } from 'zod';
import type { Rate } from '../engine/engine.js';
import { parseDuration, parseRate } from './duration.js';
import { isTimezone } from './is-timezone.js';

/*
 * The shape of postrider.yaml (contract section 2), without the channels' own keys: those belong to each channel type.
 * Numbers and booleans are accepted as text too, because `${PORT:-8080}` always yields text.
 */

const DAY = 86_400_000;

const text = z.string();
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/, 'expected a number')
    .transform(Number),
]);
const boolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
const httpUrl = z.string().refine(isHttpUrl, 'expected a URL that starts with http:// or https://');
const duration = z.string().transform((value, context) => {
  const parsed = parseDuration(value);
  if (parsed === undefined) context.addIssue('expected a duration such as 30s, 5m, 12h or 7d');
  return parsed ?? 0;
});
/** How long deliveries are kept whole, in ms. That something was announced is remembered for ever. */
const keep = z
  .union([
    z.literal('forever').transform(() => Number.POSITIVE_INFINITY),
    duration.refine((value) => value >= DAY, 'expected at least 1d'),
  ])
  .default(365 * DAY);
const rate = z.string().transform((value, context): Rate => {
  const parsed = parseRate(value);
  if (parsed === undefined) context.addIssue('expected a rate such as 20/1m');
  return parsed ?? { count: 1, per: 1 };
});
const list = z.union([z.array(text), text.transform((value) => [value])]);
const language = z.enum(['zh', 'en']);
const timezone = z.string().refine(isTimezone, 'expected an IANA time zone such as Asia/Shanghai');

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

const matchSchema = z.strictObject({
  tags: list.default([]),
  categories: list.default([]),
  authors: list.default([]),
  languages: list.default([]),
  sections: list.default([]),
});
/** Which posts something wants: each list that is not empty must have a term of the post; terms are compared folded. */
export type Match = z.output<typeof matchSchema>;
export { matchSchema };

/** The keys every channel takes, whatever its type. */
export const commonChannelSchema = z.strictObject({
  name: text.regex(/^[^\s/:]+$/, 'expected a name without spaces, slashes or colons'),
  type: text,
  match: matchSchema.prefault({}),
  language: language.optional(),
  onDoubt: z.enum(['resend', 'hold']).default('resend'),
  rate: rate.optional(),
  announce: boolean.default(true),
});

export const slackBotSchema = z.strictObject({
  token: text.min(1),
  signingSecret: text.min(1),
  appToken: text.default(''),
  apiUrl: httpUrl.default('https://slack.com/api/'),
  command: text.regex(/^\/\S+$/, 'expected a command such as /posts').default('/posts'),
  language: language.optional(),
});

export const dingtalkBotSchema = z.strictObject({
  clientId: text.min(1),
  clientSecret: text.min(1),
  mode: z.enum(['stream', 'http']).default('stream'),
  apiUrl: httpUrl.default('https://api.dingtalk.com'),
  sessionHosts: list.default(['dingtalk.com', 'dingtalk.io']),
  language: language.optional(),
});

export const configSchema = z.strictObject({
  site: z
    .strictObject({
      title: text.default('Postrider'),
      description: text.default(''),
      url: httpUrl.optional(),
      language: text.default('zh-CN'),
      timezone: timezone.default('Asia/Shanghai'),
    })
    .prefault({}),
  content: z
    .strictObject({
      path: text.optional(),
      repository: text.optional(),
      branch: text.optional(),
      poll: duration.default(60_000),
      include: list.default(['**/*.md', '**/*.markdown', '**/*.mdx']),
      exclude: list.default(['**/_index.md']),
      permalink: text.optional(),
      /** The site's generator, whose rules for addresses then hold (docs/content-repos.md). */
      generator: z.enum(['hugo', 'hexo', 'jekyll', 'zola', 'docusaurus', 'astro']).optional(),
      /** How names are spelled in addresses, when not as the generator does by default. */
      spelling: z.enum(['kept', 'hugo', 'hugo-cased', 'hexo', 'jekyll', 'zola', 'zola-safe', 'astro']).optional(),
      hookSecret: text.default(''),
    })
    .prefault({}),
  feeds: z
    .strictObject({
      url: httpUrl.optional(),
      limit: number.refine((value) => value > 0, 'expected a number above 0').default(50),
      content: z.enum(['full', 'summary']).default('full'),
      hub: z.union([list, z.null().transform(() => [])]).default([]),
    })
    .prefault({}),
  announce: z
    .strictObject({
      maxAge: z.union([z.literal('forever').transform(() => Number.POSITIVE_INFINITY), duration]).default(30 * DAY),
      burst: number.refine((value) => value >= 0, 'expected 0 or more').default(5),
      breaker: z
        .union([z.literal(0).transform(() => null), z.literal('0').transform(() => null), rate])
        .default({ count: 50, per: 60_000 }),
      edits: z.enum(['update', 'ignore']).default('update'),
      deletes: z.enum(['keep', 'delete']).default('keep'),
    })
    .prefault({}),
  engine: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('embedded'), keep }),
      z.strictObject({
        type: z.literal('redis'),
        keep,
        url: text.regex(/^rediss?:\/\//, 'expected redis://HOST:PORT or rediss://HOST:PORT'),
        prefix: text.regex(/^[\w-]+$/, 'expected letters, digits, - and _').default('postrider'),
        /** OpenTelemetry for BullMQ's part; needs the package bullmq-otel (docs/console.md). */
        telemetry: boolean.default(false),
      }),
    ])
    .prefault({ type: 'embedded' }),
  dataDir: text.default('data'),
  server: z
    .strictObject({
      host: text.default('127.0.0.1'),
      port: number.refine((value) => value >= 0 && value < 65_536, 'expected a port from 0 to 65535').default(8080),
      adminToken: text.default(''),
      /** Where a process without web pages (a worker) answers `/healthz`, `/readyz` and `/metrics`; 0: nowhere. */
      probePort: number.refine((value) => value >= 0 && value < 65_536, 'expected a port from 0 to 65535').default(0),
    })
    .prefault({}),
  jobs: text.default('jobs'),
  /** Other spellings of a term, e.g. `k8s: Kubernetes`. */
  aliases: z.record(text, text).default({}),
  channels: z.array(z.looseObject({ name: text, type: text })).default([]),
  bot: z
    .strictObject({
      slack: slackBotSchema.optional(),
      dingtalk: dingtalkBotSchema.optional(),
      /** Who may change a channel's subscriptions and language. */
      mayChange: z.enum(['everyone', 'members', 'admins']).default('everyone'),
    })
    .prefault({}),
});
