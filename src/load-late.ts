import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A package that is loaded when it is first used. Together, those that most commands never need (Slack's client, the
 * sanitiser, the template language) take longer to load than a build with nothing to do takes.
 * @param name of a package that can be required
 */
export function loadLate<Module>(name: string): () => Module {
  let loaded: Module | undefined;
  return () => {
    loaded ??= require(name) as Module;
    return loaded;
  };
}
