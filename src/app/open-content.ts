import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config/load-config.js';
import { DEFAULT_CONTENT } from '../config/writes-into-content.js';
import { type ContentReader, createContentReader, type ScanResult } from '../content/create-content-reader.js';
import { openGitRepository } from '../content/git/git-repository.js';
import { GitError } from '../content/git/run-git.js';
import { type ContentWatch, watchContent } from '../content/watch-content.js';
import type { World } from '../world.js';
import type { Addresses } from './addresses.js';

/** Where the posts come from: a folder, or the clone of a repository. */
export interface Content {
  /** The folder the posts' paths start from. */
  folder: string;
  reader: ContentReader;
  /** @param places that may have changed, as `watch` told them; absent: all of it */
  scan(places?: readonly string[]): Promise<ScanResult>;
  /** Calls `onChange` when something may have changed, until closed; with the places, where they are known. */
  watch(onChange: (places?: readonly string[]) => void): Promise<void>;
  /** A push webhook came: ask the repository now. Absent for a folder. */
  poke?(): void;
  close(): Promise<void>;
}

/** The content folder is not there; says which, and how to mend it. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/**
 * Opens the content the config names; a repository is brought up to date first.
 * @param keep false: leave no cache behind (for a look from outside, such as `lint` in a checkout)
 * @throws {ContentError} when there is nothing to read
 */
export function openContent(config: Config, addresses: Addresses, world: World, keep = true): Promise<Content> {
  return config.content.repository === undefined
    ? openFolder(config, addresses, keep)
    : openRepository(config, addresses, world, config.content.repository);
}

async function openFolder(config: Config, addresses: Addresses, keep: boolean): Promise<Content> {
  const folder = resolve(config.dir, config.content.path ?? DEFAULT_CONTENT);
  if (!existsSync(folder)) {
    throw new ContentError(
      `there is no content folder ${folder}`,
      'make it, or set content.path in postrider.yaml (`postrider init` finds the posts of an existing site)',
    );
  }
  const reader = createReader(config, addresses, folder, keep);
  let watching: Promise<ContentWatch> | undefined;
  return {
    folder,
    reader,
    scan: (places) => reader.scan(places),
    async watch(onChange) {
      watching = watchContent({ path: folder }, onChange);
      await watching;
      reader.indexAhead();
    },
    async close() {
      // A start that fails closes what is only just beginning. Whoever began the watch was told why it failed, if it did.
      const [begun] = await Promise.allSettled([watching]);
      if (begun.status === 'fulfilled') await begun.value?.close();
      reader.close();
    },
  };
}

async function openRepository(config: Config, addresses: Addresses, world: World, url: string): Promise<Content> {
  const { dataDir, content, dir } = config;
  const log = world.log.child({ part: 'repository' });
  const repository = openGitRepository({
    url: /^\.{1,2}\//.test(url) ? resolve(dir, url) : url,
    branch: content.branch,
    dir: join(dataDir, 'repository'),
    poll: content.poll,
    random: world.random,
  });
  try {
    await repository.sync();
  } catch (error) {
    // What was cloned before serves until the remote answers again.
    if (!(await repository.hasClone())) {
      await repository.close();
      const hint = 'check content.repository and content.branch, and that this machine may read it';
      throw error instanceof GitError ? new ContentError(error.message, hint) : error;
    }
    log.warn({ err: error }, 'the repository does not answer; going on with the clone there is');
  }
  const inClone = (name: string) => join(repository.path, name);
  const unsaid = existsSync(inClone(DEFAULT_CONTENT)) ? DEFAULT_CONTENT : '.';
  const folder = inClone(content.path ?? unsaid);
  const reader = createReader(config, addresses, folder, true);
  let fault: string | undefined;
  let poke = () => {};
  return {
    folder,
    reader,
    scan: () => repository.quietly(() => reader.scan()),
    async watch(onChange) {
      reader.indexAhead();
      const follower = repository.follow({
        onChange(commit) {
          fault = undefined;
          log.info({ commit }, 'the repository has news');
          onChange();
        },
        onFault(error) {
          if (error.message !== fault)
            log.error({ err: error }, 'the repository cannot be brought up to date; trying again');
          fault = error.message;
        },
      });
      poke = follower.poke;
    },
    poke: () => poke(),
    async close() {
      await repository.close();
      reader.close();
    },
  };
}

function createReader(config: Config, { siteUrl, permalink }: Addresses, folder: string, keep: boolean): ContentReader {
  const { content, site, dataDir } = config;
  return createContentReader({
    path: folder,
    include: content.include,
    exclude: content.exclude,
    permalink,
    // Without a site of its own, Postrider's pages are the articles, and no generator's rules hold.
    generator: site.url === undefined ? undefined : content.generator,
    spelling: content.spelling,
    siteUrl,
    language: site.language,
    timezone: site.timezone,
    cacheFile: keep ? join(dataDir, 'content-cache.sqlite') : undefined,
  });
}
