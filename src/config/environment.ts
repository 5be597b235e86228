/** `${NAME}` and `${NAME:-default}`. */
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;
/** Private-use characters that stand for a reference while YAML is parsed: a bare `${X}` is not YAML inside `{ … }`. */
const MARK = /\uE000(\d+)\uE001/g;

export interface Reference {
  name: string;
  fallback?: string;
}

/** Hides the environment references of a YAML text from its parser, line numbers kept. */
export function hideReferences(yaml: string): { yaml: string; references: Reference[] } {
  const references: Reference[] = [];
  const hidden = yaml.replace(REFERENCE, (_, name: string, fallback?: string) => {
    references.push({ name, fallback });
    return `\uE000${references.length - 1}\uE001`;
  });
  return { yaml: hidden, references };
}

/**
 * Puts the values in again, in one scalar.
 * @param missing called with the name of a variable that is neither set nor has a default; its result is used instead.
 */
export function fillReferences(
  text: string,
  references: Reference[],
  env: NodeJS.ProcessEnv,
  missing: (name: string) => string,
): string {
  return text.replace(MARK, (_, index: string) => {
    const reference = references[Number(index)] as Reference;
    const value = env[reference.name];
    // As in a shell, `:-` also replaces an empty value.
    if (reference.fallback !== undefined) return value || reference.fallback;
    return value ?? missing(reference.name);
  });
}
