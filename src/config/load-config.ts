import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, normalize, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { ChannelType } from '../channels/channel.js';
import { channelTypeNames, loadChannelType } from '../channels/index.js';
import { didYouMean } from './did-you-mean.js';
import { fillReferences, hideReferences } from './environment.js';
import { commonChannelSchema, configSchema } from './schema.js';
import { writesIntoContent } from './writes-into-content.js';

export const DEFAULT_FILE = 'postrider.yaml';

type Parsed = z.output<typeof configSchema>;

/** A configured channel: the common keys, and the type's own ones in `options`. */
export interface ChannelConfig extends z.output<typeof commonChannelSchema> {
  /** What its `type` names. */
  kind: ChannelType;
  options: Record<string, unknown>;
}

/** postrider.yaml, checked, with defaults and environment in place; every path absolute, every duration in ms. */
export interface Config extends Omit<Parsed, 'channels'> {
  /** The file it came from; undefined when there is none and the defaults run. */
  file?: string;
  /** The folder relative paths of the config start from. */
  dir: string;
  channels: ChannelConfig[];
}

/** One thing wrong in the config. */
export interface ConfigFault {
  /** `postrider.yaml:12 channels[0].token` */
  where: string;
  what: string;
  /** How to mend it. */
  how: string;
}

/** The config is wrong; the CLI prints one line a fault and exits 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: ConfigFault[]) {
    super(faults.map((fault) => `${fault.where}: ${fault.what}; ${fault.how}`).join('\n'));
  }
}

export interface LoadOptions {
  /** As given on the command line; undefined: `postrider.yaml` in `cwd` if it is there. */
  file?: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /**
   * Commands that open no channel (build, lint, preview, …) run without secrets, as in the CI of a content repo: a
   * variable that is not set is then an address that leads nowhere instead of a fault.
   */
  secretsOptional?: boolean;
}

/**
 * Reads the config.
 * @throws {ConfigError} with every fault found, not just the first.
 */
export async function loadConfig({ file, cwd, env, secretsOptional = false }: LoadOptions): Promise<Config> {
  const path = resolve(cwd, file ?? DEFAULT_FILE);
  if (existsSync(path) && !statSync(path).isFile()) {
    throw new ConfigError([
      { where: file ?? DEFAULT_FILE, what: 'is a folder, not a file', how: 'give the config file itself' },
    ]);
  }
  if (!existsSync(path)) {
    if (file !== undefined) {
      throw new ConfigError([{ where: file, what: 'no such file', how: 'check --config, or run `postrider init`' }]);
    }
    const common = commonChannelSchema.parse({ name: 'console', type: 'console' });
    const kind = (await loadChannelType(common.type)) as ChannelType;
    return withDefaults(configSchema.parse({}), [{ ...common, kind, options: {} }], cwd, undefined, env);
  }

  const source = new ConfigSource(path, cwd, { ...readDotEnv(dirname(path)), ...env }, secretsOptional);
  const parsed = configSchema.safeParse(source.value, { reportInput: true });
  if (!parsed.success) source.report(parsed.error.issues, []);
  const given = parsed.success ? parsed.data.channels : [];
  const kinds = await Promise.all(given.map(({ type }) => loadChannelType(type)));
  const channels = given.map((input, index) =>
    readChannel({ input, kind: kinds[index], at: ['channels', index] }, source, dirname(path)),
  );
  if (parsed.success) checkTogether(parsed.data, source);
  if (source.faults.length > 0 || !parsed.success) throw new ConfigError(source.faults);
  return withDefaults(
    parsed.data,
    channels.filter((channel) => channel !== undefined),
    dirname(path),
    path,
    env,
  );
}

function withDefaults(
  parsed: Parsed,
  channels: ChannelConfig[],
  dir: string,
  file: string | undefined,
  env: NodeJS.ProcessEnv,
): Config {
  const port = env.PORT ? Number(env.PORT) : parsed.server.port;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigError([
      { where: 'environment PORT', what: `"${env.PORT}" is not a port`, how: 'give a number from 0 to 65535' },
    ]);
  }
  return {
    ...parsed,
    file,
    dir,
    server: { ...parsed.server, port },
    dataDir: resolve(dir, parsed.dataDir),
    jobs: resolve(dir, parsed.jobs),
    channels: channels.map((channel) => ({
      ...channel,
      announce: channel.announce && !writesIntoContent(channel, { content: parsed.content, dir }),
    })),
  };
}

function readDotEnv(dir: string): NodeJS.ProcessEnv {
  const path = resolve(dir, '.env');
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

interface GivenChannel {
  input: { type: string };
  /** Undefined: there is none of that type. */
  kind: ChannelType | undefined;
  /** Keys from the top of the file. */
  at: PropertyKey[];
}

function readChannel({ input, kind, at }: GivenChannel, source: ConfigSource, dir: string): ChannelConfig | undefined {
  if (!kind) {
    source.fault([...at, 'type'], `unknown channel type "${input.type}"`, suggestion(input.type, channelTypeNames));
    return undefined;
  }
  const commonKeys = Object.keys(commonChannelSchema.shape);
  const entries = Object.entries(input);
  const common = commonChannelSchema.safeParse(Object.fromEntries(entries.filter(([key]) => commonKeys.includes(key))));
  const own = kind.options.safeParse(Object.fromEntries(entries.filter(([key]) => !commonKeys.includes(key))));
  if (!common.success) source.report(common.error.issues, at);
  if (!own.success) source.report(own.error.issues, at, [...commonKeys, ...Object.keys(shapeOf(kind.options))]);
  if (!common.success || !own.success) return undefined;
  const options = own.data as Record<string, unknown>;
  for (const key of kind.paths ?? []) {
    if (typeof options[key] === 'string') options[key] = resolve(dir, options[key]);
  }
  return { ...common.data, kind, options };
}

function checkTogether(config: Parsed, source: ConfigSource): void {
  checkPermalink(config, source);
  const { path, repository } = config.content;
  if (repository !== undefined && path !== undefined && (isAbsolute(path) || normalize(path).startsWith('..'))) {
    source.fault(['content', 'path'], 'leads outside the repository', 'give a folder inside it, e.g. content');
  }
  const names = config.channels.map((channel) => channel.name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      source.fault(['channels', index, 'name'], `the name "${name}" is taken`, 'give every channel a name of its own');
    }
  }
}

/** A generator's own placeholders (`content.generator`) are more; `init` writes those. */
const PLACEHOLDERS = ['slug', 'path', 'section', 'lang', 'year', 'month', 'day'];

function checkPermalink({ content }: Parsed, source: ConfigSource): void {
  if (content.generator !== undefined) return;
  for (const [, name = ''] of (content.permalink ?? '').matchAll(/\{([^}]*)\}/g)) {
    if (PLACEHOLDERS.includes(name)) continue;
    const meant = didYouMean(name, PLACEHOLDERS);
    const how = meant ? `did you mean {${meant}}?` : `use ${PLACEHOLDERS.map((each) => `{${each}}`).join(' ')}`;
    source.fault(['content', 'permalink'], `there is no placeholder {${name}}`, how);
  }
}

function suggestion(word: string, known: readonly string[]): string {
  const meant = didYouMean(word, known);
  return meant ? `did you mean "${meant}"?` : `use one of ${known.join(', ')}`;
}

/** The file as a value and, for faults, as text with lines. */
class ConfigSource {
  readonly faults: ConfigFault[] = [];
  readonly value: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();
  private readonly label: string;

  constructor(path: string, cwd: string, env: NodeJS.ProcessEnv, secretsOptional: boolean) {
    this.label = path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
    const { yaml, references } = hideReferences(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    this.document = parseDocument(yaml, { lineCounter: this.lines, prettyErrors: false });
    // What follows a first error is mostly its consequence.
    const [error] = this.document.errors;
    if (error) {
      const { line } = this.lines.linePos(error.pos[0]);
      const how = 'mend the YAML there (a value with { } : # or quotes in it needs quotes around it)';
      throw new ConfigError([{ where: `${this.label}:${line}`, what: error.message, how }]);
    }
    visit(this.document, {
      Scalar: (_, node) => {
        if (typeof node.value !== 'string') return;
        node.value = fillReferences(node.value, references, env, (name) => {
          if (!secretsOptional) {
            const where = `${this.label}:${this.lines.linePos(node.range?.[0] ?? 0).line}`;
            this.faults.push({
              where,
              what: `the environment variable ${name} is not set`,
              how: 'set it, or put it into .env beside the config',
            });
          }
          // An address as well as a text, so that a webhook that is not set is no fault either.
          return secretsOptional ? `https://not-set.invalid/${name}` : 'unset';
        });
      },
    });
    this.value = this.document.toJS({ maxAliasCount: 20 }) ?? {};
  }

  /** @param path keys from the top, e.g. ['channels', 0, 'token'] */
  fault(path: PropertyKey[], what: string, how: string): void {
    const name = path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('')
      .replace(/^\./, '');
    this.faults.push({ where: `${this.label}:${this.lineOf(path)} ${name}`.trim(), what, how });
  }

  /** @param otherKeys keys that are allowed there as well and may be meant by a typo */
  report(issues: readonly z.core.$ZodIssue[], at: PropertyKey[], otherKeys: readonly string[] = []): void {
    for (const issue of issues) {
      const path = [...at, ...issue.path];
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) {
          this.fault([...path, key], 'unknown key', suggestion(key, [...knownKeys(path), ...otherKeys]));
        }
      } else if (issue.code === 'invalid_union' && issue.errors.length > 0) {
        // Of a value that may have several forms, the last form's complaint is the one with the example in it.
        const [inner] = issue.errors.at(-1) ?? [];
        this.fault(path, inner?.message ?? issue.message, 'see the README for the forms it takes');
      } else {
        const missing = valueAt(this.value, path) === undefined;
        this.fault(
          path,
          missing ? 'is missing' : issue.message,
          missing ? `add it (${issue.message.replace(/^Invalid input: /, '')})` : 'correct the value',
        );
      }
    }
  }

  private lineOf(path: PropertyKey[]): number {
    let node: unknown = this.document.contents;
    let offset = (node as Node | null)?.range?.[0] ?? 0;
    for (const key of path) {
      const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
      const next: unknown = pair ? pair.value : (node as { get?(key: unknown, keep: true): unknown })?.get?.(key, true);
      const range = ((pair?.key ?? next) as Node | undefined)?.range;
      if (!range) break;
      offset = range[0];
      node = next;
    }
    return this.lines.linePos(offset).line;
  }
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

/** The keys the schema allows at a path. */
function knownKeys(path: PropertyKey[]): string[] {
  // What the config leaves open about a channel, the schema of all channels says; each kind's own keys come as otherKeys.
  const inChannel = path[0] === 'channels' && path.length > 2;
  let schema: unknown = inChannel ? commonChannelSchema : configSchema;
  for (const key of inChannel ? path.slice(2) : path) {
    if (typeof key === 'number') return [];
    schema = shapeOf(schema)[key as string];
  }
  return Object.keys(shapeOf(schema));
}

function shapeOf(schema: unknown): Record<string, unknown> {
  const { def } = (schema ?? {}) as { def?: { innerType?: unknown; shape?: Record<string, unknown> } };
  if (def?.innerType) return shapeOf(def.innerType);
  return def?.shape ?? {};
}
