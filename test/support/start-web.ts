import { pino } from 'pino';
import { emptyMessage, type Message } from '../../src/message/message.js';
import { answerAtOnce } from '../../src/web/answer-at-once.js';
import { createMetrics } from '../../src/web/create-metrics.js';
import { createWeb, type WebDeps } from '../../src/web/create-web.js';
import { openDocumentStore } from '../../src/web/document-store.js';
import { serve } from '../../src/web/serve.js';
import type { SiteInput } from '../../src/web/site.js';
import { siteDocuments } from '../../src/web/site-documents.js';

export const BASE_URL = 'https://rider.example.org';

/** A site's input with defaults; the library is the caller's. */
export function makeSiteInput(change: Partial<SiteInput> & Pick<SiteInput, 'library'>): SiteInput {
  return {
    editions: [],
    jobs: [],
    ...change,
    settings: {
      title: '社区博客',
      description: '社区的文章',
      language: 'zh-CN',
      timezone: 'Asia/Shanghai',
      siteUrl: 'https://blog.example.org',
      baseUrl: BASE_URL,
      feedLimit: 50,
      feedContent: 'full',
      hubs: [],
      slackCommand: '/posts',
      ...change.settings,
    },
  };
}

/** Starts the real server on a free port. `update` shows another state. */
export async function startWeb(input: SiteInput, change: Partial<WebDeps> = {}, port = 0) {
  let current = input;
  const log = pino({ level: 'silent' });
  const documents = openDocumentStore({ version: 'test', now: () => Date.now(), log });
  await documents.update(siteDocuments(current));
  const metrics = change.metrics ?? createMetrics(async () => []);
  const app = createWeb({
    site: () => current,
    documents,
    ask: async (text): Promise<Message> => emptyMessage('reply', text, 'zh-CN'),
    waitingFor: () => undefined,
    ping: async () => {},
    metrics,
    log,
    ...change,
  });
  const server = await serve(app, { host: '127.0.0.1', port }, answerAtOnce(documents, metrics));
  return {
    url: server.url,
    async close() {
      await server.close();
      documents.close();
    },
    documents,
    async update(next: SiteInput) {
      current = next;
      return documents.update(siteDocuments(next));
    },
  };
}
