import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readPost } from '../src/content/read-post.js';
import { articleFaults } from '../test/support/article-faults.js';

/*
 * Feeds damaged posts to the reader for a while: no file may crash it, take longer than a second, or give unsafe HTML.
 *
 *   npx tsx bench/fuzz-content.ts [--corpus DIR] [--seconds 20] [--seed 1]
 */

const LONGEST = 1_000;
const OPTIONS = {
  permalink: '/blog/{slug}/',
  siteUrl: 'https://example.org',
  language: 'zh-CN',
  timezone: 'Asia/Shanghai',
};

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});

type Random = () => number;
type Mutation = (bytes: Buffer, random: Random) => Buffer;

/** mulberry32: the same seed gives the same run. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FRAGMENTS =
  `---|+++|...|{{< figure src="x" >}}|{{<|>}}|{%|%}|{{|}}|**|\`\`\`|~~~|> |- |<script>alert(1)</script>|<img src=x onerror=y>|
<a href="javascript:x">|<!--|-->|[x](javascript:y)|![x](data:image/png;base64,AAAA)|\u0000|\u0008|\uFFFE|：|，|“|”|[|]|(|)|<div>|</div>|
|a|b|\n|-|-|\n|__proto__: {x: 1}|&a [*a]|*a|!!js/function|title: A: B|date: 2021-02-30|\t- x|<Foo bar={|/>|import x from "y"|export const|&#8;|https://x.y/|本周推荐阅读`
    .split('|')
    .map((fragment) => fragment.replace(/^\n|\n$/g, ''));

const at = (bytes: Buffer, random: Random) => Math.floor(random() * (bytes.length + 1));
const pick = <Value>(list: readonly Value[], random: Random) => list[Math.floor(random() * list.length)] as Value;

const MUTATIONS: Mutation[] = [
  // other bytes here and there
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let times = 1 + random() * 20; times > 0 && copy.length > 0; times--)
      copy[Math.floor(random() * copy.length)] = random() * 256;
    return copy;
  },
  // cut off
  (bytes, random) => bytes.subarray(0, at(bytes, random)),
  // a piece out
  (bytes, random) => {
    const from = at(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + Math.floor(random() * 200))]);
  },
  // something put in
  (bytes, random) => {
    const from = at(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), Buffer.from(pick(FRAGMENTS, random)), bytes.subarray(from)]);
  },
  // something put in thousands of times
  (bytes, random) => {
    const from = at(bytes, random);
    const fragment = pick(FRAGMENTS, random) + (random() < 0.3 ? '\n' : '');
    return Buffer.concat([
      bytes.subarray(0, from),
      Buffer.from(fragment.repeat(random() ** 4 * 20_000)),
      bytes.subarray(from),
    ]);
  },
  // lines shuffled within the first twenty
  (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    const head = lines.splice(0, 20).sort(() => random() - 0.5);
    return Buffer.from([...head, ...lines].join('\n'), 'latin1');
  },
  // every line again
  (bytes) => Buffer.concat([bytes, bytes]),
  // another encoding
  (bytes, random) => Buffer.from(bytes.toString('utf8'), pick(['latin1', 'utf16le'] as const, random)),
  // no spaces, or full-width ones
  (bytes, random) => Buffer.from(bytes.toString('utf8').replaceAll(' ', pick(['', '\u3000', '\t'], random))),
];

function corpus(): { path: string; bytes: Buffer }[] {
  if (values.corpus === undefined) return generated();
  const root = values.corpus;
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(md|mdx|markdown)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(root.length + 1), bytes: readFileSync(file) }));
}

function generated(): { path: string; bytes: Buffer }[] {
  const body = `第一段说明这篇文章讲什么，**“重点”**在后面。

## 小标题

- 列表 [链接](../other.md)
- \`code\` 与 ![图](a.png)

\`\`\`go
func main() {}
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

{{< figure src="b.png" title="图二" >}}

### 本周推荐阅读

- [另一篇文章](https://example.org/blog/other/)
`;
  const heads = [
    '---\ntitle: "标题：副标题"\ndate: 2022-02-03T15:00:00+08:00\ntags: [A, B]\nauthor: 某人\n---\n',
    '+++\ntitle = "Title"\ndate = 2022-02-03\ntags = ["A"]\n+++\n',
    '{\n  "title": "Title",\n  "date": "2022-02-03"\n}\n',
    '',
  ];
  return heads.flatMap((head) => ['a.md', 'a.mdx'].map((path) => ({ path, bytes: Buffer.from(head + body) })));
}

const random = seeded(Number(values.seed));
const posts = corpus();
const end = performance.now() + Number(values.seconds) * 1000;
const faults: string[] = [];
let files = 0;
let used = 0;
let slowest = { ms: 0, path: '' };
while (performance.now() < end && faults.length < 10) {
  const { path, bytes } = pick(posts, random);
  let mutated = bytes;
  for (let times = 1 + random() * 4; times > 0; times--)
    mutated = pick(MUTATIONS, random)(mutated, random).subarray(0, 400_000);
  const started = process.cpuUsage();
  try {
    const { post, article, problems } = readPost(path, mutated, OPTIONS, { time: 1e12, from: 'file' });
    if (post && article) faults.push(...articleFaults(article).map((fault) => `${path}: ${fault}`));
    else if (!problems.some(({ severity }) => severity === 'error')) faults.push(`${path}: no post, and no reason`);
    if (post) used++;
  } catch (error) {
    faults.push(`${path}: threw ${(error as Error).stack}`);
  }
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  if (ms > slowest.ms) slowest = { ms, path };
  if (ms > LONGEST) faults.push(`${path}: took ${Math.round(ms)} ms`);
  files++;
}
process.stdout.write(
  `${files} damaged files (${used} still gave a post) from ${posts.length}, seed ${values.seed}; slowest ${Math.round(slowest.ms)} ms (${slowest.path})\n`,
);
for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
