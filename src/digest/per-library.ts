import type { Library } from '../library/library.js';

/**
 * What depends on a library alone is reckoned once for it: many digests may be composed of the same one. A library never
 * changes; a scan makes the next.
 */
export function perLibrary<Result>(reckon: (library: Library) => Result): (library: Library) => Result {
  const known = new WeakMap<Library, { result: Result }>();
  return (library) => {
    const there = known.get(library) ?? { result: reckon(library) };
    known.set(library, there);
    return there.result;
  };
}
