/** Bodies that went out lately, by a name that means these bytes and no others. */
export interface BodyMemory {
  get(name: string): Buffer | undefined;
  put(name: string, body: Buffer): void;
}

/** Bytes kept at most. A feed of 50 whole articles is some 200 KB compressed: room for every feed that is polled much. */
const MOST = 32 * 1024 * 1024;

/** What was not asked for longest goes first. */
export function createBodyMemory(most = MOST): BodyMemory {
  const bodies = new Map<string, Buffer>();
  let size = 0;
  const forget = (name: string): void => {
    size -= bodies.get(name)?.length ?? 0;
    bodies.delete(name);
  };
  return {
    get(name) {
      const body = bodies.get(name);
      if (body === undefined) return undefined;
      bodies.delete(name);
      bodies.set(name, body);
      return body;
    },
    put(name, body) {
      forget(name);
      bodies.set(name, body);
      size += body.length;
      for (const oldest of bodies.keys()) {
        if (size <= most) break;
        forget(oldest);
      }
    },
  };
}
