import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/load-config.js';
import type { Problem } from '../content/post.js';
import { emptyIndex } from '../content/search-index.js';
import type { DigestJob } from '../digest/digest-job.js';
import type { Engine } from '../engine/engine.js';
import { createLibrary } from '../library/create-library.js';
import type { Library } from '../library/library.js';
import type { SiteSettings } from '../web/site-settings.js';
import type { World } from '../world.js';
import { addressesOf, siteSettings } from './addresses.js';
import { configuredJobs } from './configured-jobs.js';
import { type Content, ContentError, openContent } from './open-content.js';
import { DATABASE, openEngine } from './open-engine.js';
import { readLibrary, type Snapshot } from './read-library.js';
import type { Shown } from './site-input.js';

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
  /** Why there are no posts; only with `contentOptional`. */
  contentFault?: ContentError;
  /** Present when asked for, or when there is a ledger already. */
  engine?: Engine;
}

export interface OpenSiteOptions {
  /**
   * `needed`: the command is about deliveries. Otherwise the ledger is only looked at where it is at hand, for the
   * identities of posts and for editions: a command in the CI of a content repo makes no database.
   */
  engine?: 'needed' | 'if-present';
  /** Leave what was read in `dataDir`, so that the next run reads only what changed; where there is a ledger it is left anyway. */
  keep?: boolean;
  /** Go on without posts when there is no content to read. */
  contentOptional?: boolean;
}

/** Opens everything a command needs, hands it over, and closes it again. */
export async function withSite<T>(
  config: Config,
  world: World,
  { engine: wanted = 'if-present', contentOptional = false, keep = false }: OpenSiteOptions,
  use: (site: OpenSite) => Promise<T>,
): Promise<T> {
  const present =
    wanted === 'needed' || (config.engine.type === 'embedded' && existsSync(join(config.dataDir, DATABASE)));
  const engine = present ? await openEngine(config, world) : undefined;
  let content: Content | undefined;
  try {
    const addresses = addressesOf(config);
    const { jobs, problems } = await configuredJobs(config);
    const editions = (await engine?.ledger.editions({ limit: 500 })) ?? [];
    const known = (await engine?.ledger.known())?.posts ?? [];
    const common = { settings: siteSettings(config, addresses), jobs, jobProblems: problems, engine };
    try {
      content = await openContent(config, addresses, world, keep || present);
      const snapshot = await readLibrary(known, { content, aliases: config.aliases, now: world.now() });
      const shown = { library: snapshot.library, editions, jobs };
      return await use({ ...snapshot, ...common, shown, folder: content.folder });
    } catch (error) {
      if (!contentOptional || !(error instanceof ContentError)) throw error;
      const library = emptyLibrary();
      const shown = { library, editions, jobs };
      return await use({ ...common, library, shown, posts: [], problems: [], folder: '', contentFault: error });
    }
  } finally {
    await content?.close();
    await engine?.close();
  }
}

/** The same for a command about deliveries: the engine is there. */
export function withEngine<T>(
  config: Config,
  world: World,
  options: Omit<OpenSiteOptions, 'engine'>,
  use: (site: OpenSite & { engine: Engine }) => Promise<T>,
): Promise<T> {
  return withSite(config, world, { ...options, engine: 'needed' }, (site) => {
    if (!site.engine) throw new Error('unreachable: the engine was asked for');
    return use({ ...site, engine: site.engine });
  });
}

function emptyLibrary(): Library {
  const article = () => ({ html: '', text: '' });
  return createLibrary([], { article, search: emptyIndex });
}
