import { get } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bench, Benchmark, Row } from '../benchmark.js';
import { hasPeer, missingPeer } from '../find-peer.js';
import { inTurn, type Side } from '../in-turn.js';
import { librariesOf } from '../library-sizes.js';
import { startNginx } from '../peers/start-nginx.js';
import { writeConfig } from '../postrider.js';
import { startPostrider } from '../start-postrider.js';
import { startServer } from '../start-server.js';
import { untilIdle } from '../until-idle.js';
import { wrk } from '../wrk.js';

const FEED = '/rss.xml';
const POSTS = 500;
type Figure = 'whole' | 'unchanged';

export const feedGet: Benchmark = {
  name: 'feed-get',
  about:
    'The RSS feed of 50 whole articles, generated to compress as real ones do, from the running program once it is idle, gzip, beside ' +
    'the same bytes from one nginx worker as Debian sets it up (gzip_static, sendfile), and from a bare node:http server that has ' +
    'nothing else to do. Load by wrk over 32 connections on the other core, 2 s a round.',
  async run(bench) {
    if (!hasPeer('wrk')) return [{ what: 'feed', unit: '/s', ours: [], missing: missingPeer('wrk') }];
    const [library] = librariesOf(bench, [POSTS]);
    const folder = bench.scratch('feed-get');
    const config = writeConfig(folder, library?.content ?? '', 'server: { port: 0 }\n');
    const program = await startPostrider(config);
    try {
      await untilIdle(program.url);
      return await compare(bench, folder, program.url);
    } finally {
      await program.stop();
    }
  },
};

async function compare(bench: Bench, folder: string, url: string): Promise<Row[]> {
  const { headers, body } = await fetchRaw(url + FEED);
  const feed = gunzipSync(body);
  const size = `${Math.round(feed.length / 1000)} KB`;
  const bare = await startServer(join(import.meta.dirname, '../peers/node-http.ts'), {
    task: { headers, body: body.toString('base64') },
  });
  const nginx = hasPeer('nginx')
    ? await startNginx(join(folder, 'nginx'), { 'rss.xml': feed, 'rss.xml.gz': body })
    : undefined;
  try {
    bench.say(`${size} of feed, ${Math.round(body.length / 1000)} KB compressed, ${bench.rounds} rounds`);
    const sides = {
      ours: await side(url),
      'bare node:http': await side(bare.url),
      ...(nginx && { nginx: await side(nginx.url) }),
    };
    const measured: Record<string, Record<Figure, number[]>> = await inTurn<string, Figure>(bench.rounds, sides);
    const row = (what: string, figure: Figure, name: string, is?: number): Row => {
      const theirs = measured[name];
      return {
        what: `${what}, ${size}`,
        unit: '/s',
        ours: measured.ours?.[figure] ?? [],
        ...(theirs ? { peer: { name, values: theirs[figure] } } : { missing: missingPeer(name) }),
        ...(is !== undefined && { goal: { of: 'ratio', bound: 'at least', is } as const }),
      };
    };
    return [
      row('200', 'whole', 'nginx', 0.95),
      row('200', 'whole', 'bare node:http'),
      row('304', 'unchanged', 'nginx', 0.6),
      row('304', 'unchanged', 'bare node:http'),
    ];
  } finally {
    await bare.stop();
    await nginx?.stop();
  }
}

async function side(url: string): Promise<Side<Figure>> {
  const accept = { 'Accept-Encoding': 'gzip' };
  const etag = (await fetch(url + FEED, { headers: accept })).headers.get('etag') ?? '';
  return async () => ({
    whole: await wrk(url + FEED, accept),
    unchanged: await wrk(url + FEED, { ...accept, 'If-None-Match': etag }),
  });
}

/** The compressed bytes, which fetch would unpack, and what they came with; names in lower case. */
async function fetchRaw(url: string): Promise<{ headers: Record<string, string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': 'gzip' } }, async (response) => {
      const { date: _, connection: __, 'keep-alive': ___, ...headers } = response.headers;
      const chunks: Buffer[] = await response.toArray();
      resolve({ headers: headers as Record<string, string>, body: Buffer.concat(chunks) });
    }).once('error', reject);
  });
}
