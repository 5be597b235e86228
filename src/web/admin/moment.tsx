import { zonedIso } from '../../digest/zoned-time.js';
import type { AdminContext } from './admin-page.js';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A moment as `2022-02-04 10:00:00` in the site's zone; with `ago`, as how long ago it was. @param at ms since the epoch */
export function Moment({ context, at, ago = false }: { context: AdminContext; at: number; ago?: boolean }) {
  const { site, deps } = context;
  const local = zonedIso(at, site.settings.timezone).slice(0, 19).replace('T', ' ');
  return (
    <time datetime={new Date(at).toISOString()} title={local} class="moment">
      {ago ? agoText(context, deps.now() - at) : local}
    </time>
  );
}

/** Under ten seconds is just now. */
function agoText({ say }: AdminContext, ms: number): string {
  const [unit, size] = UNITS.find(([, each]) => ms >= each) ?? (['second', 1_000] as const);
  return ms < 10_000 ? say.ago(0, 'second') : say.ago(Math.floor(ms / size), unit);
}
