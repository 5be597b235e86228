/** Bodies that went out lately, by what they are of: one version each. */
export interface BodyMemory {
  /** @param version undefined comes back when another version is kept */
  get(name: string, version: string): Buffer | undefined;
  put(name: string, version: string, body: Buffer): void;
}

/** Bytes kept at most. A feed of 50 whole articles is some 200 KB compressed: room for every feed that is polled much. */
const MOST = 32 * 1024 * 1024;

/** What was not asked for longest goes first. */
export function createBodyMemory(most = MOST): BodyMemory {
  const bodies = new Map<string, { version: string; body: Buffer }>();
  let size = 0;
  const forget = (name: string): void => {
    size -= bodies.get(name)?.body.length ?? 0;
    bodies.delete(name);
  };
  return {
    get(name, version) {
      const kept = bodies.get(name);
      if (kept?.version !== version) return undefined;
      bodies.delete(name);
      bodies.set(name, kept);
      return kept.body;
    },
    put(name, version, body) {
      forget(name);
      bodies.set(name, { version, body });
      size += body.length;
      for (const oldest of bodies.keys()) {
        if (size <= most) break;
        forget(oldest);
      }
    },
  };
}
