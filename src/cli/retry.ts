import type { Command } from 'commander';
import type { DeliveryState } from '../announce/delivery.js';
import { openEngine } from '../app/open-engine.js';
import type { Ledger } from '../engine/engine.js';
import { type CommandEnvironment, type CommonOptions, createCommand, prepare, printResult } from './command.js';
import { deliveryJson } from './delivery-lines.js';

interface Options extends CommonOptions {
  failed?: boolean;
}

/** Deliveries put back at most by one command. */
const MOST = 100_000;

export function retry(environment: CommandEnvironment): Command {
  return createCommand('retry', 'put failed or held deliveries back in the queue')
    .argument('[delivery...]', 'ids as `status` shows them (default: all failed and held ones)')
    .option('--failed', 'all failed ones, and leave the held ones')
    .action(async (ids: string[], options: Options) => {
      const { config, world } = await prepare(environment, options, { secretsOptional: true, level: 'warn' });
      const engine = await openEngine(config, world);
      try {
        const asked =
          ids.length > 0 ? ids : await openIds(options.failed ? ['failed'] : ['failed', 'held'], engine.ledger);
        const back = [];
        const refused: { id: string; reason: string }[] = [];
        for (const id of asked) {
          const delivery = await engine.ledger.transition(id, { type: 'retry' });
          if (delivery) back.push(delivery);
          else refused.push({ id, reason: await whyNot(id, engine.ledger) });
        }
        printResult(options.json, { retried: back.map(deliveryJson), refused }, () => [
          ...refused.map(({ id, reason }) => `${id}: ${reason}`),
          `${back.length} back in the queue; a running Postrider sends them`,
        ]);
        if (refused.length > 0) environment.fail();
      } finally {
        await engine.close();
      }
    });
}

async function openIds(states: DeliveryState[], ledger: Ledger): Promise<string[]> {
  return (await ledger.deliveries({ states, limit: MOST })).map(({ id }) => id).reverse();
}

async function whyNot(id: string, ledger: Ledger): Promise<string> {
  const delivery = await ledger.delivery(id);
  if (!delivery) return 'there is no such delivery; `postrider status` lists those to retry';
  return `it is ${delivery.state}; only failed and held ones can be retried`;
}
