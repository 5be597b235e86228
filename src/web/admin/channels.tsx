import { Hono } from 'hono';
import type { Delivery } from '../../announce/delivery.js';
import type { Lane } from '../../engine/engine.js';
import type { ConsoleChannel } from './admin-deps.js';
import { type AdminContext, adminPage, Form } from './admin-page.js';
import type { Contexts } from './contexts.js';
import type { AdminEnv } from './gate.js';
import { Moment } from './moment.js';

/** Newest waiting and held deliveries looked at for places that subscribed. */
const LOOKED_AT = 1_000;
/** Places that subscribed, shown. */
const PLACES = 50;

/** How each channel stands: what waits, its pace, whether it rests or was stopped. */
export function channels(contexts: Contexts): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  app.get('/', async (c) => {
    const context = contexts(c);
    const { say, deps } = context;
    const { ledger, queue } = deps.engine;
    const configured = deps.channels.map(({ name }) => name);
    const held = await ledger.deliveries({ states: ['held'], limit: LOOKED_AT });
    const waiting = await ledger.deliveries({ states: ['pending'], limit: LOOKED_AT });
    const places = [...new Set([...held, ...waiting].map(({ channel }) => channel))]
      .filter((name) => !configured.includes(name))
      .slice(0, PLACES);
    const lanes = await queue.lanes([...configured, ...places]);
    const heldIn = (name: string) => held.filter(({ channel }) => channel === name);
    return adminPage(c, context, {
      title: say.nav.channels,
      section: 'channels',
      lead: say.channels.lead,
      live: true,
      children: (
        <>
          {deps.channels.length === 0 ? <p class="empty">{say.channels.none}</p> : null}
          <ul class="lanes">
            {lanes.slice(0, configured.length).map((lane, index) => (
              <LaneView context={context} lane={lane} channel={deps.channels[index]} held={heldIn(lane.channel)} />
            ))}
          </ul>
          {places.length === 0 ? null : (
            <section>
              <h2>{say.channels.places}</h2>
              <ul class="lanes">
                {lanes.slice(configured.length).map((lane) => (
                  <LaneView context={context} lane={lane} held={heldIn(lane.channel)} below />
                ))}
              </ul>
            </section>
          )}
        </>
      ),
    });
  });
  return app;
}

interface LaneProps {
  context: AdminContext;
  lane: Lane;
  /** Undefined for a place that subscribed. */
  channel?: ConsoleChannel;
  held: readonly Delivery[];
  /** It stands below a heading of its own. */
  below?: boolean;
}

function LaneView({ context, lane, channel, held, below = false }: LaneProps) {
  const { say, to, deps } = context;
  const Heading = below ? 'h3' : 'h2';
  const link = (state: string) => to(`/deliveries?${new URLSearchParams({ state, channel: lane.channel })}`);
  return (
    <li>
      <Heading>
        <a href={to(`/deliveries?${new URLSearchParams({ channel: lane.channel })}`)}>{lane.channel}</a>
        {channel ? (
          <span class="quiet">
            {channel.type}
            {channel.announce ? '' : ` · ${say.channels.digestsOnly}`}
          </span>
        ) : null}
      </Heading>
      <dl>
        {channel ? (
          <div>
            <dt>{say.channels.rate}</dt>
            <dd>{rateText(channel, say.channels.unpaced)}</dd>
          </div>
        ) : null}
        <div>
          <dt>{say.channels.waiting}</dt>
          <dd>
            <a href={link('pending')}>{lane.pending}</a>
          </dd>
        </div>
        <div>
          <dt>{say.channels.underWay}</dt>
          <dd>{lane.sending}</dd>
        </div>
        <div>
          <dt>{say.channels.held}</dt>
          <dd>
            <a href={link('held')}>{held.length}</a>
          </dd>
        </div>
        {lane.nextAt === undefined || lane.nextAt <= deps.now() ? null : (
          <div>
            <dt>{say.channels.next}</dt>
            <dd>
              <Moment context={context} at={lane.nextAt} />
            </dd>
          </div>
        )}
      </dl>
      {lane.pausedUntil === undefined ? null : (
        <p class="fault">
          {say.channels.resting} <Moment context={context} at={lane.pausedUntil} />
        </p>
      )}
      {held.some(({ heldFor }) => heldFor === 'breaker') ? (
        <>
          <p class="fault">{say.deliveries.heldFor.breaker}</p>
          <Form context={context} action="/deliveries/retry-all" class="tools">
            <input type="hidden" name="state" value="held" />
            <input type="hidden" name="held-for" value="breaker" />
            <input type="hidden" name="channel" value={lane.channel} />
            <button class="quiet-button" type="submit">
              {say.channels.letGo}
            </button>
          </Form>
        </>
      ) : null}
    </li>
  );
}

/** `20/1m`, as in the config. */
function rateText({ rate }: ConsoleChannel, unpaced: string): string {
  if (!rate) return unpaced;
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  const [unit, size] = units.find(([, each]) => rate.per % each === 0) ?? (['ms', 1] as const);
  return `${rate.count}/${rate.per / size}${unit}`;
}
