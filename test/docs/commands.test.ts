import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runPostrider, startPostrider } from '../support/postrider.js';
import { startRedisServer } from '../support/redis-server.js';
import { runCommand } from '../support/run-command.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { tempFolder } from '../support/temp-folder.js';
import { commandLines, documents, prose, ROOT } from './documents.js';

const MAIN = join(ROOT, 'dist/cli/main.js');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

const ENV_LINE = /^[A-Z_]+=\S*$/;
const documentsOfExamples = readdirSync(join(ROOT, 'docs/examples')).map((file) => `docs/examples/${file}`);

/** Commands that are not run here, and why. What can be checked about them without running them is. */
const NOT_RUN: { line: RegExp; why: string; check?: (line: string) => void }[] = [
  { line: ENV_LINE, why: 'a line of .env' },
  {
    line: /\bnode docs\/examples\//,
    why: 'a program of its own, which a test of its channel runs',
    check: (line) => expect(documentsOfExamples).toContain(/docs\/examples\/\S+/.exec(line)?.[0]),
  },
  { line: /^NODE_OPTIONS=.*opentelemetry/, why: 'needs packages that whoever wants traces installs' },
  {
    line: /^npm (ci|install|start|test|run)\b/,
    why: 'the suite itself is run by these; test/package.test.ts installs, packs and starts',
    check: (line) => {
      for (const [, script = ''] of line.matchAll(/npm run (?:-\S+ )*([\w-]+)/g))
        expect(Object.keys(scripts)).toContain(script);
    },
  },
  {
    line: /^docker compose\b/,
    why: 'needs a Docker daemon',
    check: (line) => {
      const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), {
        merge: true,
        logLevel: 'error',
      });
      const [, scaled] = /--scale (\w+)=/.exec(line) ?? [];
      if (scaled !== undefined) expect(Object.keys(services)).toContain(scaled);
    },
  },
  { line: /^(docker|kubectl)\b/, why: 'needs a Docker daemon or a cluster' },
  { line: /^(sudo|systemctl|journalctl)\b/, why: 'changes or asks the machine it runs on' },
  { line: /^git clone\b/, why: 'needs the network' },
  { line: /^(redis-cli|redis-server)\b/, why: "Redis's own commands" },
];

/** A site as the guides suppose one: the sample posts and job, a channel in the terminal and one in Slack. */
async function site(lines: string[]) {
  const [folder, slack] = [tempFolder(), await startSlackServer()];
  slack.channels.C0123456 = { member: true };
  for (const name of ['content', 'jobs']) cpSync(join(ROOT, name), join(folder.path, name), { recursive: true });
  folder.write(
    'postrider.yaml',
    `site: { title: 博客 }
server: { adminToken: "\${POSTRIDER_ADMIN_TOKEN:-}" }
channels:
  - { name: console, type: console }
  - { name: community, type: slack, token: ${SLACK_TOKEN}, channel: C0123456, apiUrl: "${slack.apiUrl}" }
bot:
  slack: { token: ${SLACK_TOKEN}, signingSecret: secret, apiUrl: "${slack.apiUrl}" }`,
  );
  // `npx postrider` is what is built here.
  const npx = folder.write('bin/npx', `#!/bin/sh\n[ "$1" = postrider ] || exit 127\nshift\nexec node "${MAIN}" "$@"\n`);
  chmodSync(npx, 0o755);
  for (const line of lines) {
    const [, wanted] = /postrider init ([^-\s]\S*)/.exec(line) ?? [];
    if (wanted !== undefined) mkdirSync(join(folder.path, wanted), { recursive: true });
  }
  const redis = lines.some((line) => line.includes('redis://')) ? await startRedisServer() : undefined;
  const env = {
    PATH: `${join(folder.path, 'bin')}${delimiter}${process.env.PATH}`,
    HOME: process.env.HOME,
    PORT: '0',
    LOG_LEVEL: 'warn',
    POSTRIDER_ADMIN_TOKEN: 'a-token-of-the-test',
  };
  const here = (line: string) => (redis ? line.replaceAll(/redis:\/\/[\w.:]+/g, redis.url) : line);
  return { cwd: folder.path, env, here };
}

async function runLine(line: string, { cwd, env, here }: Awaited<ReturnType<typeof site>>): Promise<void> {
  if (/postrider start\b/.test(line)) {
    const started = await runCommand(cwd, 'sh', ['-c', `exec ${here(line)}`], { until: /^ready/m, env });
    expect([line, await started.stop(), started.stderr()]).toEqual([line, 0, expect.any(String)]);
    return;
  }
  if (line.startsWith('curl ')) return ask(line, cwd, env);
  const child = spawn('sh', ['-c', here(line)], { cwd, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ line, code, said: code === 0 ? '' : said }).toEqual({ line, code: 0, said: '' });
}

/** What `curl` would ask of a running Postrider. */
async function ask(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const running = await startPostrider(cwd, [], env);
  const [, address = ''] = /http:\/\/127\.0\.0\.1:8080(\S*)/.exec(line) ?? [];
  const headers = [...line.matchAll(/-H "([^:"]+): ([^"]+)"/g)].map(([, name = '', value = '']): [string, string] => [
    name,
    value.replaceAll(/\$(\w+)/g, (_, variable: string) => env[variable] ?? ''),
  ]);
  const { status } = await fetch(running.url + address, { headers });
  expect([line, status]).toEqual([line, 200]);
  expect(await running.stop()).toBe(0);
}

const guides = documents.map((file) => ({ file, lines: commandLines(file) })).filter(({ lines }) => lines.length > 0);
/** Pages whose commands are those of another, as a translation's mostly are, are run once. */
const distinct = [...new Map(guides.map((guide) => [guide.lines.join('\n'), guide])).values()];

describe('the commands in the guides', () => {
  it.each(distinct)('$file: each does what it is there for', { timeout: 300_000 }, async ({ lines }) => {
    const runnable = lines.filter((line) => !NOT_RUN.some((exception) => exception.line.test(line)));
    for (const line of lines) NOT_RUN.find((exception) => exception.line.test(line))?.check?.(line);
    if (runnable.length === 0) return;
    const place = await site(runnable);
    for (const line of runnable) await runLine(line, place);
  });

  it('are the same in both languages', () => {
    for (const { file, lines } of guides.filter((guide) => guide.file.endsWith('.zh-CN.md'))) {
      const shape = (all: string[]) =>
        all.filter((line) => !ENV_LINE.test(line)).map((line) => line.replaceAll(/[^ -~]+|path\/to\/the\/site/gu, '…'));
      expect([file, ...shape(lines)]).toEqual([file, ...shape(commandLines(file.replace('.zh-CN', '')))]);
    }
  });

  it('exist, with their options, wherever a sentence names them', { timeout: 120_000 }, async () => {
    const named = documents
      .filter((file) => file !== 'CHANGELOG.md')
      .flatMap((file) =>
        [...prose(file).matchAll(/`(?:npx )?postrider ([a-z-]+)([^`]*)`/g)].map(([text, command = '', rest = '']) => ({
          where: `${file}: ${text}`,
          command,
          options: [...rest.matchAll(/(?<=\s)--[\w-]+/g)].map(([option]) => option),
        })),
      );
    const help = new Map<string, string>();
    for (const command of new Set(named.map((each) => each.command))) {
      help.set(command, (await runPostrider(tempFolder().path, [command, '--help'])).stdout);
    }
    const wrong = named.filter(({ command, options }) => {
      const text = help.get(command) ?? '';
      return text === '' || options.some((option) => !text.includes(option));
    });
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });
});
