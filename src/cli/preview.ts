import { type Command, Option } from 'commander';
import { deliveryId } from '../announce/delivery.js';
import { editionAt } from '../app/digest-editions.js';
import { findPost } from '../app/find-post.js';
import { type OpenSite, withSite } from '../app/open-site.js';
import { channelTypeNames, loadChannelType } from '../channels/index.js';
import type { Config } from '../config/load-config.js';
import { editionMessage } from '../digest/edition-message.js';
import type { Message } from '../message/message.js';
import { postMessage } from '../message/post-message.js';
import { languageOf } from '../message/words.js';
import { editionPath } from '../web/addresses.js';
import type { World } from '../world.js';
import {
  type CommandEnvironment,
  type CommonOptions,
  createCommand,
  prepare,
  printResult,
  UsageError,
} from './command.js';
import { findJob } from './find-job.js';

interface Options extends CommonOptions {
  medium?: string;
  channel?: string;
  job?: string;
}

export function preview(environment: CommandEnvironment): Command {
  return createCommand('preview', 'print exactly what a channel would be sent; sends nothing')
    .argument('[post]', "the article's file, URL, slug or title")
    .addOption(
      new Option('--medium <type>', 'a kind of channel (default: that of the first channel in the config)').choices(
        channelTypeNames,
      ),
    )
    .option('--channel <name>', 'a channel of the config, with its options and language')
    .option('--job <name>', 'the digest edition of this moment instead of a post')
    .action(async (text: string | undefined, options: Options) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      if ((text === undefined) === (options.job === undefined)) {
        throw new UsageError('preview: give either a post or --job NAME');
      }
      const { medium, channel } = chooseMedium(config, options);
      const kind = await loadChannelType(medium);
      await withSite(config, world, {}, async (site) => {
        const { subject, message } =
          options.job === undefined
            ? previewPost(text as string, site, environment.cwd, kind?.article)
            : await previewEdition(options.job, site, config, world);
        const language = channel?.language ?? languageOf(config.site.language);
        const context = {
          language,
          timezone: config.site.timezone,
          // The very id a delivery to that channel has, so that what is printed is what is sent.
          deliveryId: deliveryId(message.kind === 'edition' ? 'edition' : 'post', subject, channel?.name ?? medium),
        };
        const payload = kind?.render(message, context, channel?.options ?? {});
        printResult(options.json, { medium, payload }, () => [JSON.stringify(payload, null, 2)]);
      });
    });
}

/** The medium asked for, or of the channel asked for, or of the first channel; and a channel of that type for its options. */
function chooseMedium({ channels }: Config, { medium, channel: name }: Options) {
  if (name !== undefined) {
    const channel = channels.find((each) => each.name === name);
    if (!channel)
      throw new UsageError(
        `--channel: there is no channel "${name}"; there are ${channels.map((each) => each.name).join(', ')}`,
      );
    return { medium: channel.type, channel };
  }
  const channel = medium === undefined ? channels[0] : channels.find(({ type }) => type === medium);
  return { medium: medium ?? channel?.type ?? 'console', channel };
}

function previewPost(
  text: string,
  site: OpenSite,
  cwd: string,
  withArticle = false,
): { subject: string; message: Message } {
  const post = findPost(text, site, { cwd, folder: site.folder });
  if (typeof post === 'string') throw new UsageError(post);
  return { subject: post.id, message: postMessage(post, withArticle ? site.library.article(post).html : undefined) };
}

async function previewEdition(
  name: string,
  site: OpenSite,
  config: Config,
  world: World,
): Promise<{ subject: string; message: Message }> {
  const { library, settings, engine } = site;
  const edition = await editionAt(findJob(name, site), world.now(), {
    library,
    settings,
    ledger: engine?.ledger,
    config,
    world,
  });
  return {
    subject: edition.id,
    message: editionMessage(edition, { pageUrl: settings.baseUrl + editionPath(edition.id) }),
  };
}
