/** Longest wait for a hub's answer, in ms. */
const TIMEOUT = 10_000;

/** The hub was not told. `retry`: it may work later; `retryAfter` (ms) when the hub said how much later. */
export class HubError extends Error {
  override readonly name = 'HubError';
  constructor(
    message: string,
    readonly retry: boolean,
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Tells a WebSub hub that a feed changed; the hub then fetches it and sends it on to subscribers.
 *
 * The W3C recommendation leaves this step to hubs; what they all take is PubSubHubbub's form, with the topic under both
 * names that are in use (`hub.url`, `hub.topic`). Telling twice does no harm.
 * @param topic the feed's own URL, exactly as in its `rel=self`
 * @throws {HubError}
 */
export async function publishToHub(
  hub: string,
  topic: string,
  world: { fetch: typeof fetch; signal?: AbortSignal },
): Promise<void> {
  const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic });
  const timeout = AbortSignal.timeout(TIMEOUT);
  const signal = world.signal ? AbortSignal.any([world.signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await world.fetch(hub, { method: 'POST', body, signal, redirect: 'follow' });
    await response.body?.cancel();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HubError(`hub ${hub} did not answer: ${why}`, true, undefined, { cause });
  }
  if (response.ok) return;
  const { status } = response;
  const retry = status === 408 || status === 429 || status >= 500;
  throw new HubError(`hub ${hub} answered ${status}`, retry, retryAfter(response.headers.get('Retry-After')));
}

/** Seconds, as hubs send it; the date form is not worth a clock here. */
function retryAfter(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value) ? Number(value) * 1000 : undefined;
}
