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
import { untilIdle } from '../until-idle.js';
import { wrk } from '../wrk.js';

const FEED = '/rss.xml';
const POSTS = 500;
type Figure = 'whole' | 'unchanged';

export const feedGet: Benchmark = {
  name: 'feed-get',
  about:
    'The RSS feed of 50 whole articles, generated to compress as real ones do, from the running program once it is idle, gzip, beside ' +
    'the same bytes from one nginx worker as Debian sets it up (gzip_static, sendfile). Load by wrk over 32 connections on the other ' +
    'core, 2 s a round.',
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
  const feed = await fetchRaw(url + FEED);
  const size = `${Math.round(gunzipSync(feed).length / 1000)} KB`;
  const nginx = hasPeer('nginx')
    ? await startNginx(join(folder, 'nginx'), { 'rss.xml': gunzipSync(feed), 'rss.xml.gz': feed })
    : undefined;
  try {
    bench.say(`${size} of feed, ${Math.round(feed.length / 1000)} KB compressed, ${bench.rounds} rounds`);
    const sides: Record<string, Side<Figure>> = {
      ours: await side(url),
      ...(nginx && { nginx: await side(nginx.url) }),
    };
    const { ours, nginx: theirs } = await inTurn(bench.rounds, sides);
    const row = (what: string, figure: Figure, is: number): Row => ({
      what: `${what}, ${size}`,
      unit: '/s',
      ours: ours?.[figure] ?? [],
      ...(theirs ? { peer: { name: 'nginx', values: theirs[figure] } } : { missing: missingPeer('nginx') }),
      goal: { of: 'ratio', bound: 'at least', is },
    });
    return [row('200', 'whole', 0.95), row('304', 'unchanged', 0.6)];
  } finally {
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

/** The compressed bytes: fetch would unpack them. */
async function fetchRaw(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': 'gzip' } }, async (response) => {
      const chunks: Buffer[] = await response.toArray();
      resolve(Buffer.concat(chunks));
    }).once('error', reject);
  });
}
