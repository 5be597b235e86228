import type { FriendItem } from '../choose-readings.js';
import type { DigestJob, FeedSource } from '../digest-job.js';
import type { Question } from '../edition.js';
import type { FeedCache } from './feed-cache.js';
import { createDocumentFetcher, type DocumentFetcherOptions } from './fetch-document.js';
import { findQuestions } from './find-questions.js';
import { friendItems } from './friend-items.js';
import type { ParsedFeed } from './parse-feed.js';
import { readFeed } from './read-feed.js';
import { type ReleaseItem, releaseItems } from './release-items.js';
import type { SlackReader } from './slack-reader.js';

/** What the network has for an edition. */
export interface Material {
  friends: FriendItem[];
  releases: ReleaseItem[];
  questions: Question[];
  /** One line for everything that could not be had; the edition goes out without it. */
  warnings: string[];
}

export interface GatherOptions {
  job: DigestJob;
  /** The edition's window (ms since the epoch), see editionWindow. */
  from: number;
  to: number;
  cache?: FeedCache;
  /** Absent when no Slack token is configured. */
  slack?: SlackReader;
  /** Ids of the Slack channels the job goes to; questions are looked for there unless the job names others. */
  slackChannels?: readonly string[];
  /** For tests. */
  fetcher?: Partial<DocumentFetcherOptions>;
  signal?: AbortSignal;
}

/** Fetches everything a job asks for from elsewhere. Never rejects: what fails is a warning. */
export async function gatherMaterial(options: GatherOptions): Promise<Material> {
  const { job } = options;
  const warnings: string[] = [];
  const [friends, releases, questions] = await Promise.all([
    readAll(job.feeds, options, warnings, friendItems),
    readAll(job.releases, options, warnings, releaseItems),
    readQuestions(options, warnings),
  ]);
  return { friends, releases, questions, warnings };
}

async function readAll<Item>(
  sources: readonly FeedSource[],
  { job, cache, fetcher: settings, signal }: GatherOptions,
  warnings: string[],
  itemsOf: (feed: ParsedFeed, address: string, name?: string) => Item[],
): Promise<Item[]> {
  if (sources.length === 0) return [];
  const fetcher = createDocumentFetcher({ allowPrivate: job.allowPrivate, ...settings });
  try {
    const found = await Promise.all(
      sources.map(async ({ url, name }) => {
        try {
          return itemsOf(await readFeed(url, { fetcher, cache, signal }), url, name);
        } catch (error) {
          warnings.push(`${url}: ${(error as Error).message}`);
          return [];
        }
      }),
    );
    return found.flat();
  } finally {
    await fetcher.close();
  }
}

async function readQuestions({ job, from, to, slack, slackChannels = [] }: GatherOptions, warnings: string[]) {
  const { questions: source } = job;
  if (!source) return [];
  if (!slack) {
    warnings.push('questions: there is no Slack bot in the config to read them with');
    return [];
  }
  const channels = source.channels.length > 0 ? source.channels : slackChannels;
  if (channels.length === 0) warnings.push('questions: the job names no Slack channel to look in');
  try {
    // One window more than the edition's: a thread of last week may have been marked this week.
    return await findQuestions({ reader: slack, source, channels, from: from - job.window, to });
  } catch (error) {
    warnings.push(`questions: Slack could not be read (${(error as Error).message})`);
    return [];
  }
}
