import type { DeliveryState } from '../../announce/delivery.js';
import { zonedIso } from '../../digest/zoned-time.js';
import type { AdminContext } from './admin-page.js';
import type { Span } from './timeline.js';

/** User units of the picture. */
const WIDTH = 720;
const HEIGHT = 150;
const HEAD = 20;
const FOOT = 22;
const GAP = 0.28;

interface TimelineChartProps {
  context: AdminContext;
  span: Span;
  /** See timelineEdges. */
  edges: readonly number[];
  /** See Ledger.countByTime. */
  counts: readonly Record<DeliveryState, number>[];
}

interface Bar {
  label: string;
  sent: number;
  troubled: number;
  other: number;
}

/** Deliveries and failures over time: a picture, a sentence that says the same, and a table. */
export function TimelineChart({ context, span, edges, counts }: TimelineChartProps) {
  const { say, site } = context;
  const bars = counts.map((count, index) => toBar(count, edges[index] ?? 0, span, site.settings.timezone));
  const sum = (pick: (bar: Bar) => number) => bars.reduce((total, bar) => total + pick(bar), 0);
  const words = span === 'day' ? say.overview.day : say.overview.fortnight;
  const summary = say.overview.chart(
    sum(({ sent }) => sent),
    sum(({ troubled }) => troubled),
    words,
  );
  return (
    <figure class="timeline">
      <svg viewBox={`0 ${-HEAD} ${WIDTH} ${HEAD + HEIGHT + FOOT}`} role="img" aria-label={summary}>
        <Bars bars={bars} />
      </svg>
      <figcaption class="quiet">
        <span class="key sent">{say.overview.delivered}</span>
        <span class="key troubled">{say.overview.failedOrHeld}</span>
        <span class="key other">{say.overview.other}</span>
      </figcaption>
      <details>
        <summary>{say.overview.asTable}</summary>
        <Table context={context} bars={bars} />
      </details>
    </figure>
  );
}

function toBar(count: Record<DeliveryState, number>, from: number, span: Span, timezone: string): Bar {
  const local = zonedIso(from, timezone);
  return {
    label: span === 'day' ? local.slice(11, 16) : local.slice(5, 10),
    sent: count.sent,
    troubled: count.failed + count.held,
    other: count.pending + count.sending + count.skipped,
  };
}

function Bars({ bars }: { bars: readonly Bar[] }) {
  const most = niceCeiling(Math.max(1, ...bars.map(({ sent, troubled, other }) => sent + troubled + other)));
  const step = WIDTH / bars.length;
  // Even one of a thousand is to be seen.
  const height = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  const every = bars.length > 14 ? 4 : 2;
  return (
    <>
      {[0.5, 1].map((part) => (
        <g class="grid">
          <line x1="0" x2={WIDTH} y1={HEIGHT - height(most * part)} y2={HEIGHT - height(most * part)} />
          <text x="0" y={HEIGHT - height(most * part) - 3}>
            {most * part}
          </text>
        </g>
      ))}
      {bars.map(({ label, sent, troubled, other }, index) => {
        const x = index * step + (step * GAP) / 2;
        const tops = { sent: height(sent), troubled: height(troubled), other: height(other) };
        const bar = (kind: keyof typeof tops, below: number) =>
          tops[kind] === 0 ? null : (
            <rect class={kind} x={x} y={HEIGHT - below - tops[kind]} width={step * (1 - GAP)} height={tops[kind]} />
          );
        return (
          <g>
            <title>{`${label}: ${sent} / ${troubled} / ${other}`}</title>
            <rect class="hover" x={index * step} y="0" width={step} height={HEIGHT} />
            {bar('sent', 0)}
            {bar('troubled', tops.sent)}
            {bar('other', tops.sent + tops.troubled)}
            {index % every === (bars.length - 1) % every ? (
              <text
                class={(bars.length - 1 - index) % (2 * every) === 0 ? 'when' : 'when also'}
                x={x + (step * (1 - GAP)) / 2}
                y={HEIGHT + FOOT - 4}
              >
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
      <line class="base" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
    </>
  );
}

/** 2, 4, 6, 8, 10, 20, 40, …: their halves are whole. */
function niceCeiling(most: number): number {
  const size = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 6, 8, 10].map((times) => times * size).find((nice) => nice >= Math.max(2, most)) ?? most;
}

function Table({ context, bars }: { context: AdminContext; bars: readonly Bar[] }) {
  const say = context.say.overview;
  return (
    <table class="numbers">
      <thead>
        <tr>
          <th>{say.when}</th>
          <th>{say.delivered}</th>
          <th>{say.failedOrHeld}</th>
          <th>{say.other}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ label, sent, troubled, other }) => (
          <tr>
            <th scope="row">{label}</th>
            <td>{sent}</td>
            <td>{troubled}</td>
            <td>{other}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
