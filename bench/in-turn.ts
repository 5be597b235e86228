/** A way to do what is measured: one call, its figures by name. */
export type Side<Figure extends string> = (round: number) => Promise<Record<Figure, number>>;

/**
 * Runs the sides one after the other, as often as asked, turning the order around every time: a machine that grows slower
 * or faster meanwhile does so for all of them. A round before the counted ones warms files and caches.
 * @returns for each side, for each figure, one value a round
 */
export async function inTurn<Name extends string, Figure extends string>(
  rounds: number,
  sides: Record<Name, Side<Figure>>,
  { warmup = true }: { warmup?: boolean } = {},
): Promise<Record<Name, Record<Figure, number[]>>> {
  const order = Object.entries(sides) as [Name, Side<Figure>][];
  const taken = {} as Record<Name, Record<Figure, number[]>>;
  for (let round = warmup ? -1 : 0; round < rounds; round++) {
    for (const [name, side] of round % 2 === 0 ? order : order.toReversed()) {
      const figures = await side(round);
      if (round < 0) continue;
      taken[name] ??= {} as Record<Figure, number[]>;
      for (const [figure, value] of Object.entries(figures) as [Figure, number][]) {
        taken[name][figure] ??= [];
        taken[name][figure].push(value);
      }
    }
  }
  return taken;
}
