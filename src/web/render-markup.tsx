import { legalXml } from '../feeds/xml-text.js';

/**
 * hono/jsx follows a render across `await` with an AsyncLocalStorage, and from the first run of one on Node 20 and 22 call
 * a hook for everything the process waits for: a 304 of a feed took a sixth longer after the first page was drawn. Nothing
 * we draw waits. hono asks for the module at its first render, once, and does without where a runtime has none.
 */
function drawWithoutAsyncStorage(): void {
  const { getBuiltinModule } = process;
  process.getBuiltinModule = () => undefined as never;
  try {
    String(<br />);
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
}

drawWithoutAsyncStorage();

/** @param drawn JSX whose components wait for nothing @returns HTML, without the characters that XML forbids */
export function renderMarkup(drawn: { toString(): string | Promise<string> }): string {
  return legalXml(String(drawn));
}
