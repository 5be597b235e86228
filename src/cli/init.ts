import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { addressesOf } from '../app/addresses.js';
import { createWorld } from '../app/create-world.js';
import { ContentError, openContent } from '../app/open-content.js';
import { generatorName } from '../app/starter-config.js';
import { writeStarter } from '../app/write-starter.js';
import { DEFAULT_FILE, loadConfig } from '../config/load-config.js';
import type { Post, Problem } from '../content/post.js';
import { recogniseSite } from '../content/presets/recognise-site.js';
import type { SitePreset } from '../content/presets/site-preset.js';
import { type CommandEnvironment, type CommonOptions, createCommand, printResult, UsageError } from './command.js';

/** Addresses shown, so that one look at them tells whether they are the site's. */
const EXAMPLES = 3;

interface Options extends CommonOptions {
  samples?: boolean;
}

export function init(environment: CommandEnvironment): Command {
  return createCommand('init', 'write a postrider.yaml that fits an existing site, and one digest job')
    .argument('[dir]', "the site's folder", '.')
    .option('--samples', 'in an empty folder: put the sample posts there as well, to look around with')
    .action(async (folder: string, options: Options) => {
      const { cwd } = environment;
      const dir = resolve(cwd, folder);
      if (!existsSync(dir) || !statSync(dir).isDirectory()) {
        throw new UsageError(`there is no folder ${folder}; give the folder of the site, or make it first`);
      }
      const file = options.config === undefined ? join(dir, DEFAULT_FILE) : resolve(cwd, options.config);
      if (existsSync(file)) return refuse(environment, options, shown(cwd, file));

      const preset = recogniseSite(dir);
      if (options.samples && existsSync(join(dir, preset.contentPath))) {
        throw new UsageError(
          `--samples: there are posts in ${folder} already; leave it out, or choose an empty folder`,
        );
      }
      const written = writeStarter(preset, dir, file, options.samples);
      const { posts, problems, fault } = await readPosts(environment, file);
      const result = {
        generator: preset.generator,
        source: preset.source,
        written: written.map((path) => shown(cwd, path)),
        posts: posts.length,
        problems: problems.length,
        examples: posts.slice(0, EXAMPLES).map(({ path, title, url }) => ({ file: path, title, url })),
        notes: [...preset.notes, ...(fault === undefined ? [] : [fault])],
      };
      const cd = dir === cwd ? [] : [`  cd ${folder}`];
      printResult(options.json, result, () => [...resultLines(result, preset), ...nextLines(result, cd)]);
    });
}

/** A path as a person would type it; a folder keeps its slash. */
function shown(cwd: string, path: string): string {
  const fromHere = relative(cwd, path) + (path.endsWith('/') ? '/' : '');
  return fromHere.startsWith('..') ? path : fromHere;
}

function refuse(environment: CommandEnvironment, { json }: CommonOptions, file: string): void {
  const message = `${file} is there already; nothing was written`;
  printResult(json, { written: [], error: message }, () => [
    `${message}. Move it away to begin anew, or run \`npx postrider doctor\` to check it.`,
  ]);
  environment.fail();
}

/** What the new config reads, as `start` would. */
async function readPosts(
  { env, cwd }: CommandEnvironment,
  file: string,
): Promise<{ posts: Post[]; problems: Problem[]; fault?: string }> {
  const config = await loadConfig({ file, cwd, env });
  const world = createWorld({ secrets: [], level: 'warn' });
  try {
    const content = await openContent(config, addressesOf(config), world, false);
    try {
      return await content.scan();
    } finally {
      await content.close();
    }
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { posts: [], problems: [], fault: `${error.message}; ${error.hint}` };
  }
}

interface Result {
  written: string[];
  posts: number;
  problems: number;
  examples: { file: string; title: string; url: string }[];
  notes: string[];
}

function resultLines(result: Result, preset: SitePreset): string[] {
  const from = preset.source === '' ? '' : ` (${preset.source})`;
  return [
    `Recognised: ${generatorName(preset)}${from}`,
    `Wrote ${result.written.join(', ')}`,
    `${result.posts} ${result.posts === 1 ? 'post' : 'posts'} read${result.posts > 0 ? ', for example' : ''}`,
    ...result.examples.map(({ file, url }) => `  ${file} → ${url}`),
    ...result.notes.map((note) => `Note: ${note}`),
  ];
}

function nextLines({ posts, problems }: Result, cd: string[]): string[] {
  const check = problems === 0 ? '' : ` (it has ${problems} things to say)`;
  return [
    '',
    posts > 0 ? 'Are these the addresses of your site? Then go on with' : 'Put a Markdown file there, then go on with',
    ...cd,
    `  npx postrider lint     checks the posts${check}`,
    '  npx postrider start    serves, watches and announces in this terminal',
    'Keep .env and .postrider/ out of git.',
  ];
}
