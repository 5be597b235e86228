import type { Command } from 'commander';
import pc from 'picocolors';
import { withEngine } from '../app/open-site.js';
import { digestListings } from '../app/site-input.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';
import { problemLines } from './problem-lines.js';

export function status(environment: CommandEnvironment): Command {
  return createCommand('status', 'posts, problems, deliveries by state, next digests, queue depth, last scan').action(
    async (options: CommonOptions) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      await withEngine(
        config,
        world,
        { contentOptional: true },
        async ({ library, problems, jobs, jobProblems, engine, contentFault }) => {
          const { ledger, queue, subscriptions } = engine;
          const lastScan = await ledger.lastScan();
          const failing = await ledger.deliveries({ states: ['failed', 'held'], limit: 10 });
          const listings = digestListings(jobs, world.now());
          const result = {
            posts: library.posts.length,
            problems: problems.length + jobProblems.length,
            deliveries: await ledger.countByState(),
            lastScan: lastScan === undefined ? null : new Date(lastScan).toISOString(),
            engine: engine.type,
            jobs: listings.map(({ name, next }) => ({
              name,
              next: next === undefined ? null : new Date(next).toISOString(),
            })),
            drafts: (await ledger.drafts({ waiting: true })).map(({ id, deadline }) => ({
              edition: id,
              deadline: new Date(deadline).toISOString(),
            })),
            subscriptions: (await subscriptions.list()).length,
            queue: await queue.depth(),
          };
          printResult(options.json, result, () => [
            `${pc.bold('Posts')}          ${result.posts}, ${result.problems} problems (see \`postrider lint\`)`,
            `${pc.bold('Deliveries')}     ${Object.entries(result.deliveries)
              .map(([state, count]) => `${count} ${state}`)
              .join(', ')}; ${result.queue} waiting`,
            ...failing.map(
              ({ id, channel, state, message, fault }) =>
                `  ${pc.red(state)} ${id} ${channel}: ${message.title}${fault ? ` (${fault.message}${fault.hint ? `; ${fault.hint}` : ''})` : ''}`,
            ),
            `${pc.bold('Digests')}        ${result.jobs.map(({ name, next }) => `${name} ${next ?? 'never'}`).join(', ') || 'none'}`,
            ...result.drafts.map(({ edition, deadline }) => `  ${edition} waits for approval until ${deadline}`),
            `${pc.bold('Subscriptions')}  ${result.subscriptions}`,
            `${pc.bold('Engine')}         ${result.engine}; last scan ${result.lastScan ?? 'never'}`,
            ...problemLines(jobProblems),
            ...(contentFault ? [pc.red(`${contentFault.message}; ${contentFault.hint}`)] : []),
          ]);
        },
      );
    },
  );
}
