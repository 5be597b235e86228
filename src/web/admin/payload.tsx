import type { AdminContext } from './admin-page.js';

interface PayloadProps {
  context: AdminContext;
  title: string;
  /** Any JSON; undefined: it cannot be drawn. */
  value: unknown;
  open?: boolean;
}

/** What is sent, as JSON without secrets. */
export function Payload({ context, title, value, open = false }: PayloadProps) {
  const { say } = context;
  return (
    <details class="payload" open={open}>
      <summary>{title}</summary>
      {value === undefined ? (
        <p class="quiet">{say.deliveries.noPayload}</p>
      ) : (
        <>
          <button class="quiet-button" type="button" hidden data-copy-code data-copied={say.deliveries.copied}>
            {say.deliveries.copy}
          </button>
          <pre tabindex={0}>{payloadText(value, context.deps.redact)}</pre>
        </>
      )}
    </details>
  );
}

/** Secrets are replaced before JSON escapes what is in them. */
export function payloadText(value: unknown, redact: (text: string) => string): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? redact(each) : each), 2);
}
