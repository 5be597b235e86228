import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/load-config.js';
import type { Problem } from '../content/post.js';
import type { DigestJob } from '../digest/digest-job.js';
import { readJobs } from '../digest/read-jobs.js';
import type { Engine } from '../engine/engine.js';
import type { SiteSettings } from '../web/site-settings.js';
import type { World } from '../world.js';
import { addressesOf, siteSettings } from './addresses.js';
import type { Shown } from './create-web-app.js';
import { openContent } from './open-content.js';
import { DATABASE, openEngine } from './open-engine.js';
import { readLibrary, type Snapshot } from './read-library.js';

/** The site as a one-shot command sees it. */
export interface OpenSite extends Snapshot {
  settings: SiteSettings;
  jobs: DigestJob[];
  /** What is wrong with job files. */
  jobProblems: Problem[];
  /** As pages and the bot show it. */
  shown: Shown;
  /** The content folder. */
  folder: string;
  /** Present when asked for, or when there is a ledger already. */
  engine?: Engine;
}

export interface OpenSiteOptions {
  /**
   * `needed`: the command is about deliveries. Otherwise the ledger is only looked at where it is at hand, for the
   * identities of posts and for editions: a command in the CI of a content repo makes no database.
   */
  engine?: 'needed' | 'if-present';
}

/** Opens everything a command needs, hands it over, and closes it again. */
export async function withSite<T>(
  config: Config,
  world: World,
  { engine: wanted = 'if-present' }: OpenSiteOptions,
  use: (site: OpenSite) => Promise<T>,
): Promise<T> {
  const present =
    wanted === 'needed' || (config.engine.type === 'embedded' && existsSync(join(config.dataDir, DATABASE)));
  const engine = present ? await openEngine(config, world) : undefined;
  const addresses = addressesOf(config);
  const content = await openContent(config, addresses, world, present);
  try {
    const known = (await engine?.ledger.known())?.posts ?? [];
    const snapshot = await readLibrary(known, { content, aliases: config.aliases, now: world.now() });
    const names = config.channels.map(({ name }) => name);
    const { jobs, problems } = await readJobs(config.jobs, { timezone: config.site.timezone, channels: names });
    const editions = (await engine?.ledger.editions({ limit: 500 })) ?? [];
    return await use({
      ...snapshot,
      settings: siteSettings(config, addresses),
      jobs,
      jobProblems: problems,
      shown: { library: snapshot.library, editions, jobs },
      folder: content.folder,
      engine,
    });
  } finally {
    await content.close();
    await engine?.close();
  }
}
