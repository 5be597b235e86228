import type { Drawing } from './admin-deps.js';

/** The whole HTML document of a medium that shows such (e-mail), with styles of its own; undefined for the others. */
export function framedHtml({ payload }: Drawing): string | undefined {
  const { html } = (payload ?? {}) as { html?: unknown };
  return typeof html === 'string' ? html : undefined;
}
