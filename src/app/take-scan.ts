import { chosenLanguages } from '../announce/chosen-languages.js';
import { commitScan } from '../announce/commit-scan.js';
import type { Config } from '../config/load-config.js';
import type { Engine } from '../engine/engine.js';
import { languageOf } from '../message/words.js';
import type { World } from '../world.js';
import type { Channels } from './open-channels.js';
import type { Content } from './open-content.js';
import { type Snapshot, snapshot } from './read-library.js';

export interface ScanDeps {
  content: Content;
  engine: Engine;
  channels: Channels;
  config: Config;
  world: World;
  /** Places of the content that may have changed; absent: all of it. */
  places?: readonly string[];
  /** The look before this one. */
  before?: Snapshot;
}

/** The watcher's turn: reads the content, and writes down what is new and where it is announced. */
export async function takeScan({
  content,
  engine,
  channels,
  config,
  world,
  places,
  before,
}: ScanDeps): Promise<Snapshot> {
  const { posts: read, problems } = await content.scan(places);
  const subscriptions = await engine.subscriptions.list();
  // A look at everything compares everything with the ledger: once a minute, and whenever a post's time comes.
  const due = before?.nextChange !== undefined && before.nextChange <= world.now();
  const { posts } = await commitScan(
    {
      posts: read,
      before: places && !due ? before?.taken : undefined,
      announce: config.announce,
      channels: channels.configured.map((channel) => ({
        ...channel,
        address: channel.kind.address?.(channel.options),
      })),
      articles: {
        carriers: new Set(channels.configured.filter(({ kind }) => kind.article).map(({ name }) => name)),
        articleOf: (post) => content.reader.article(post).html,
      },
      subscriptions,
      home: config.site.url,
      languageOf: await chosenLanguages(subscriptions, engine.subscriptions, languageOf(config.site.language)),
    },
    engine.ledger,
    world,
  );
  await engine.ledger.recordScan(world.now());
  const seen = snapshot(posts, problems, { content, aliases: config.aliases, now: world.now(), before });
  return { ...seen, taken: { read, posts } };
}
