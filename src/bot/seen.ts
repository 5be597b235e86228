/** Remembers the last `most` ids. @returns a function that says whether an id was there already, and remembers it. */
export function createSeen(most = 10_000): (id: string) => boolean {
  const ids = new Set<string>();
  return (id) => {
    if (ids.has(id)) return true;
    ids.add(id);
    if (ids.size > most) ids.delete(ids.values().next().value as string);
    return false;
  };
}
