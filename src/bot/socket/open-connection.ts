import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { Agent, buildConnector, ping, WebSocket } from 'undici';

/** How often we ask a silent other side whether it is there, and how long it may stay silent to everything. */
const PING_EVERY = 15_000;
const DEAD_AFTER = 60_000;
/** Time for the TCP connection, TLS and the upgrade together. */
const OPEN_WITHIN = 15_000;

/** One WebSocket. */
export interface Connection {
  /** Rejects when it could not be opened. */
  opened: Promise<void>;
  /** Resolves when it is over, for whatever reason. */
  ended: Promise<void>;
  send(text: string): void;
  /** Says goodbye and waits for the other side. */
  close(): void;
  /** Ends it at once. */
  destroy(): void;
}

/** Opens a WebSocket that notices when the other side is gone without a word. */
export function openConnection(url: string, onText: (text: string, connection: Connection) => void): Connection {
  let tcp: Socket | undefined;
  const connect = buildConnector({ allowH2: false });
  // undici detaches the socket at the upgrade; this is the only place to get hold of it, to end one that hangs.
  const dispatcher = new Agent({
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error) return callback(error, null);
        tcp = socket;
        callback(null, socket);
      }),
  });
  const webSocket = new WebSocket(url, { dispatcher });

  let settle = { resolve: () => {}, reject: (_: Error) => {} };
  const opened = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const timers: NodeJS.Timeout[] = [];
  let over = () => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });

  let heard = performance.now();
  const hear = () => {
    heard = performance.now();
  };
  const hearFrame = (message: unknown) => {
    if ((message as { websocket?: unknown }).websocket === webSocket) hear();
  };
  const frames = ['undici:websocket:ping', 'undici:websocket:pong'];
  for (const name of frames) subscribe(name, hearFrame);

  const finish = (why: Error) => {
    settle.reject(why);
    over();
    for (const timer of timers) clearInterval(timer);
    for (const name of frames) unsubscribe(name, hearFrame);
    tcp?.destroy();
    dispatcher.destroy();
  };
  const connection: Connection = {
    opened,
    ended,
    send: (text) => {
      if (webSocket.readyState === WebSocket.OPEN) webSocket.send(text);
    },
    close: () => webSocket.close(1000),
    destroy: () => finish(new Error('closed')),
  };

  webSocket.addEventListener('open', () => {
    hear();
    settle.resolve();
    timers.push(setInterval(checkLife, PING_EVERY));
  });
  webSocket.addEventListener('message', ({ data }) => {
    hear();
    if (typeof data === 'string') onText(data, connection);
  });
  webSocket.addEventListener('error', ({ error, message }) =>
    finish(error ?? new Error(message || 'connection failed')),
  );
  webSocket.addEventListener('close', ({ code, reason }) => finish(new Error(`closed (${code} ${reason})`)));
  timers.push(
    setTimeout(() => {
      if (webSocket.readyState === WebSocket.CONNECTING) finish(new Error('the other side did not answer in time'));
    }, OPEN_WITHIN),
  );

  function checkLife(): void {
    if (performance.now() - heard > DEAD_AFTER) finish(new Error('the other side fell silent'));
    else if (webSocket.readyState === WebSocket.OPEN) ping(webSocket);
  }
  // Whoever does not wait for `opened` hears of the failure through `ended`.
  opened.catch(() => undefined);
  return connection;
}
