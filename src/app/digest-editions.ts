import { deliveryId } from '../announce/delivery.js';
import { composeEdition } from '../digest/compose-edition.js';
import type { DigestJob } from '../digest/digest-job.js';
import type { Edition } from '../digest/edition.js';
import { editionMessage } from '../digest/edition-message.js';
import { editionRecord } from '../digest/edition-record.js';
import type { Commit, EditionRecord, Ledger } from '../engine/engine.js';
import type { Library } from '../library/library.js';
import { editionPath } from '../web/addresses.js';
import type { SiteSettings } from '../web/site-settings.js';

/** Two years of weekly editions of several jobs. */
const PREVIOUS_EDITIONS = 500;

/** What an edition is made from. */
export interface EditionSources {
  library: Library;
  settings: SiteSettings;
  /** Undefined where there is no ledger: then no edition was before. */
  ledger?: Pick<Ledger, 'editions'>;
}

/** Composes the edition of a moment (ms since the epoch); sends and stores nothing. */
export async function editionAt(
  job: DigestJob,
  at: number,
  { library, settings, ledger }: EditionSources,
): Promise<Edition> {
  const previousEditions: EditionRecord[] = (await ledger?.editions({ limit: PREVIOUS_EDITIONS })) ?? [];
  const { title, description, siteUrl: url, language } = settings;
  const site = { title, description, url, language };
  return composeEdition({ job, library, site, at, previousEditions });
}

/** Whether there is something in it to send. */
export function isEmpty({ posts, readings, releases, questions }: Edition): boolean {
  return [posts, readings, releases, questions].every((list) => list.length === 0);
}

/** The one commit that makes an edition known and sends it: an edition whose id exists goes nowhere again. */
export function editionCommit(
  edition: Edition,
  channels: readonly string[],
  settings: SiteSettings,
  now: number,
): Commit {
  const pageUrl = settings.baseUrl + editionPath(edition.id);
  const message = editionMessage(edition, { pageUrl });
  return {
    editions: [editionRecord(edition, now)],
    deliveries: channels.map((channel) => ({
      id: deliveryId('edition', edition.id, channel),
      kind: 'edition',
      subject: edition.id,
      channel,
      message,
    })),
  };
}
