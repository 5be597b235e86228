import type { Command } from 'commander';
import { matches } from '../announce/matches.js';
import { nextDelivery } from '../announce/next-delivery.js';
import { findPost } from '../app/find-post.js';
import { withEngine } from '../app/open-site.js';
import { sendNow } from '../app/send-now.js';
import type { Config } from '../config/load-config.js';
import { isVisible, type Post } from '../content/post.js';
import type { Ledger, NewDelivery } from '../engine/engine.js';
import { postMessage } from '../message/post-message.js';
import {
  type CommandEnvironment,
  type CommonOptions,
  createCommand,
  prepare,
  printResult,
  UsageError,
} from './command.js';
import { deliveryJson, deliveryLines } from './delivery-lines.js';

interface Options extends CommonOptions {
  channel?: string[];
  again?: boolean;
}

export function announce(environment: CommandEnvironment): Command {
  return createCommand('announce', 'announce one post now; refuses a second time unless --again')
    .argument('<post>', "the article's file, URL, slug or title")
    .option('--channel <name...>', 'only these channels (default: all whose match takes the post)')
    .option('--again', 'announce it once more where it was announced before')
    .action(async (text: string, options: Options) => {
      const { config, world } = await prepare(environment, options, { level: 'warn' });
      await withEngine(config, world, {}, async (site) => {
        const { engine } = site;
        const post = findPost(text, site, { cwd: environment.cwd, folder: site.folder });
        if (typeof post === 'string') throw new UsageError(post);
        if (!isVisible(post, world.now()))
          throw new UsageError(`"${post.title}" is ${invisible(post, world.now())}; nobody could read it yet`);
        const names = chooseChannels(post, config, options.channel);

        const { fresh, before } = await newDeliveries(post, names, options.again ?? false, engine.ledger, (channel) =>
          carriesArticle(channel, config) ? site.library.article(post).html : undefined,
        );
        await engine.ledger.commit({ deliveries: fresh });
        const sent = await sendNow(
          fresh.map(({ id }) => id),
          engine,
          config,
          world,
        );
        const { id, title, url } = post;
        printResult(
          options.json,
          { post: { id, title, url }, deliveries: sent.map(deliveryJson), refused: before },
          () => [
            ...before.map(
              ({ channel, state }) =>
                `refused: "${title}" has had its announcement in ${channel} (${state}); --again sends it once more`,
            ),
            ...deliveryLines(sent),
          ],
        );
        if (before.length > 0 || sent.some(({ state }) => state !== 'sent')) environment.fail();
      });
    });
}

function invisible(post: Post, now: number): string {
  if (post.draft) return 'a draft';
  return post.time > now ? `dated ${post.date}, in the future` : 'expired';
}

function chooseChannels(post: Post, { channels }: Config, asked: string[] | undefined): string[] {
  const known = channels.map(({ name }) => name);
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--channel: there is no channel "${unknown}"; there are ${known.join(', ')}`);
  const chosen =
    asked ?? channels.filter((channel) => channel.announce && matches(post, channel.match)).map(({ name }) => name);
  if (chosen.length === 0) throw new UsageError(`no channel's match takes "${post.title}"; name one with --channel`);
  return [...new Set(chosen)];
}

function carriesArticle(channel: string, { channels }: Config): boolean {
  return channels.find(({ name }) => name === channel)?.kind.article === true;
}

/** A delivery for each channel that has not had the post, or with `again` one more for each. */
async function newDeliveries(
  post: Post,
  channels: string[],
  again: boolean,
  ledger: Ledger,
  articleFor: (channel: string) => string | undefined,
) {
  const fresh: NewDelivery[] = [];
  const before: { channel: string; state: string }[] = [];
  for (const channel of channels) {
    const delivery = { kind: 'post', subject: post.id, channel } as const;
    const { last, id } = await nextDelivery(delivery, ledger);
    if (last && !again) before.push({ channel, state: last.state });
    else fresh.push({ ...delivery, id, message: postMessage(post, articleFor(channel)) });
  }
  return { fresh, before };
}
