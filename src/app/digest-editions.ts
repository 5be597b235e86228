import { deliveryId } from '../announce/delivery.js';
import type { Config } from '../config/load-config.js';
import { writesIntoContent } from '../config/writes-into-content.js';
import { composeEdition, editionWindow } from '../digest/compose-edition.js';
import type { DigestJob } from '../digest/digest-job.js';
import type { Edition } from '../digest/edition.js';
import { editionArticle } from '../digest/edition-article.js';
import { editionMessage } from '../digest/edition-message.js';
import { editionRecord } from '../digest/edition-record.js';
import type { Site } from '../digest/template-scope.js';
import type { EditionRecord, Ledger, NewDelivery } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import { editionPath } from '../web/addresses.js';
import type { SiteSettings } from '../web/site-settings.js';
import type { World } from '../world.js';

/** Two years of weekly editions of several jobs. */
const PREVIOUS_EDITIONS = 500;

/** What an edition is made from. */
export interface EditionSources {
  library: Library;
  settings: SiteSettings;
  /** Undefined where there is no ledger: then no edition was before. */
  ledger?: Pick<Ledger, 'editions' | 'drafts'>;
  config: Config;
  world: World;
}

/** Composes the edition of a moment (ms since the epoch); sends and stores nothing. */
export async function editionAt(job: DigestJob, at: number, sources: EditionSources): Promise<Edition> {
  const { library, settings, ledger, config, world } = sources;
  const previousEditions: EditionRecord[] = (await ledger?.editions({ limit: PREVIOUS_EDITIONS })) ?? [];
  const first = !previousEditions.some((edition) => edition.job === job.name);
  const openSince = first ? await unsentSince(job, at, ledger) : undefined;
  // With the parsers of foreign feeds and pages it takes as long to load as half a start; digests are made once a week.
  const { gatherFor } = await import('./gather-for.js');
  const { warnings, ...material } = await gatherFor(
    job,
    editionWindow({ job, at, previousEditions, openSince }),
    config,
    world,
  );
  for (const warning of warnings) world.log.warn({ job: job.name }, warning);
  return composeEdition({ job, library, site: siteOf(settings), at, previousEditions, openSince, ...material });
}

/** Where the first draft of the job began that nobody let out. */
async function unsentSince(job: DigestJob, at: number, ledger: EditionSources['ledger']): Promise<number | undefined> {
  if (!job.approve || !ledger) return undefined;
  const drafts = await ledger.drafts({ limit: PREVIOUS_EDITIONS });
  const begun = drafts
    .filter((draft) => draft.job === job.name && draft.state !== 'sent' && Date.parse(draft.edition.to) < at)
    .map(({ edition }) => Date.parse(edition.from));
  return begun.length > 0 ? Math.min(...begun) : undefined;
}

/** What templates say about the site. */
export function siteOf({ title, description, siteUrl: url, language }: SiteSettings): Site {
  return { title, description, url, language };
}

/**
 * The one commit that makes an edition known and sends it: an edition whose id exists goes nowhere again.
 * @param dropped URLs that a reviewer left out
 */
export function editionCommit(
  edition: Edition,
  job: DigestJob,
  { settings, config, world }: Pick<EditionSources, 'settings' | 'config' | 'world'>,
  dropped: readonly string[] = [],
): { editions: [EditionRecord]; deliveries: NewDelivery[] } {
  const pageUrl = settings.baseUrl + editionPath(edition.id);
  const { path, markdown: text } = editionArticle(edition, job);
  const message = (name: string) => {
    const channel = config.channels.find((each) => each.name === name);
    // Among the posts it must be known for what it is when it comes back, asked for or not.
    const article = job.article !== false || (channel && writesIntoContent(channel, config));
    return {
      ...editionMessage(edition, { pageUrl, language: channel?.language }),
      ...(article && { file: { path, text } }),
    };
  };
  return {
    editions: [editionRecord(edition, world.now(), dropped)],
    deliveries: job.channels.map((channel) => ({
      ...{ id: deliveryId('edition', edition.id, channel), kind: 'edition', subject: edition.id, channel },
      message: message(channel),
    })),
  };
}
