import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Somebody's web server on the loopback: what each path answers, and what it was asked. */
export interface FeedServer {
  url: string;
  port: number;
  answers: Record<string, string | Answer>;
  requests: { path: string; headers: IncomingMessage['headers'] }[];
}

export async function startFeedServer(answers: FeedServer['answers'] = {}): Promise<FeedServer> {
  const requests: FeedServer['requests'] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push({ path, headers: request.headers });
    const answer = answers[path];
    if (typeof answer === 'function') answer(request, response);
    else if (answer === undefined) response.writeHead(404).end('not here');
    else response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, answers, requests };
}

/** An RSS feed of items; values go in as they are, so that a test can break it. */
export function rss(items: { title: string; link: string; date: string; html?: string }[], title = '隔壁社区'): string {
  const entries = items.map(
    ({ title: name, link, date, html = '' }) =>
      `<item><title>${name}</title><link>${link}</link><pubDate>${date}</pubDate><description><![CDATA[${html}]]></description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${title}</title>${entries.join('')}</channel></rss>`;
}
