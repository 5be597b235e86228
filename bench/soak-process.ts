/*
 * The program itself in a process of its own, with a clock that runs faster, while a community works with it: posts are
 * written, edited and deleted, feeds polled, the bot asked. Forked by benchmarks/soak.ts with a folder and the seconds it
 * has for 24 hours; reports a sample at each simulated hour.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { ROLES, startApp } from '../src/app/start-app.js';
import { loadConfig } from '../src/config/load-config.js';

export interface SoakSample {
  hour: number;
  /** Bytes of the heap after a collection. */
  heap: number;
  /** Memory outside of it that the process holds (buffers), in bytes. */
  external: number;
  rss: number;
  /** Open files and sockets. */
  files: number;
  /** Timers, watchers, sockets, requests: what keeps a process alive. */
  handles: number;
}

const HOURS = 24;
const POSTS = 200;
const STEPS_AN_HOUR = 12;
const QUESTIONS = ['latest 5', '最新', 'search 服务网格', 'tags', '标签 MOSN', 'related 1', 'help', '看不懂的话'];
const FEEDS = ['rss.xml', 'atom.xml', 'feed.json', 'tags/mosn/rss.xml', 'opml.xml', '', 'posts/', 'metrics', 'nowhere'];

const [folder = '', seconds = '240'] = process.argv.slice(2);
const began = Date.now();
const speed = (HOURS * 3600) / Number(seconds);
const now = () => began + (Date.now() - began) * speed;

const receiver = createServer((request, response) => {
  request.resume();
  response.end('ok');
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

for (let index = 0; index < POSTS; index++) writePost(index, 0);
writeFileSync(
  join(folder, 'postrider.yaml'),
  `site: { title: Soak, url: https://blog.example.org, language: zh-CN, timezone: Asia/Shanghai }
content: { path: content }
announce: { burst: 0, breaker: 0 }
server: { port: 0 }
channels:
  - { name: hook, type: webhook, url: "${hook}" }
  - { name: files, type: file, path: out }
`,
);
const config = await loadConfig({ file: 'postrider.yaml', cwd: folder, env: {} });
const log = pino({ level: 'silent' });
const app = await startApp(config, ROLES, { now, random: Math.random, fetch, print: () => {}, log });

let step = 0;
for (let hour = 0; hour <= HOURS; hour++) {
  process.send?.(sample(hour));
  while (hour < HOURS && step < (hour + 1) * STEPS_AN_HOUR) await work(step++);
}
await app.close();
receiver.close();
process.disconnect?.();

async function work(at: number): Promise<void> {
  const next = began + ((at + 1) * Number(seconds) * 1000) / (HOURS * STEPS_AN_HOUR);
  const newest = POSTS + Math.floor(at / 4);
  if (at % 4 === 0) {
    writePost(newest, 0);
    rmSync(join(folder, 'content', `post-${newest - POSTS}.md`), { force: true });
  } else writePost(newest - 1 - (at % 9), at);
  const asked = QUESTIONS.map((question) => `api/ask?q=${encodeURIComponent(question)}`);
  for (const path of [...FEEDS, ...asked]) await (await fetch(`${app.url}/${path}`)).arrayBuffer();
  await sleep(Math.max(0, next - Date.now()));
}

function writePost(index: number, edits: number): void {
  const date = new Date(began + (index - POSTS) * 60_000).toISOString();
  const text = `服务网格第 ${index} 次实践，第 ${edits} 稿。\n\n`.repeat(20);
  const front = `---\ntitle: 实践 ${index} ${edits}\ndate: ${date}\ntags: [MOSN, tag-${index % 7}]\nauthor: 作者${index % 9}\n---\n`;
  writeFileSync(join(folder, 'content', `post-${index}.md`), front + text);
}

function sample(hour: number): SoakSample {
  for (let time = 0; time < 3; time++) globalThis.gc?.();
  const { heapUsed: heap, external, rss } = process.memoryUsage();
  const files = readdirSync('/proc/self/fd').length;
  return { hour, heap, external, rss, files, handles: process.getActiveResourcesInfo().length };
}
