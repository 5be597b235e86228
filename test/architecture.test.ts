import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Which folders of src/ a folder may import from (itself always). The arrows point one way: nobody but app/ and cli/
 * knows everybody, and a renderer never learns what an engine is.
 */
const MAY_IMPORT: Record<string, string[]> = {
  content: ['config'],
  library: ['content'],
  message: ['content'],
  feeds: ['content', 'library', 'message', 'engine'],
  digest: ['content', 'library', 'message', 'engine', 'config'],
  announce: ['content', 'library', 'message', 'engine', 'channels', 'config'],
  channels: ['content', 'message', 'announce', 'engine', 'config'],
  bot: ['content', 'library', 'message', 'channels', 'announce', 'engine', 'config', 'digest'],
  engine: ['announce', 'message'],
  web: ['content', 'library', 'message', 'feeds', 'channels', 'engine', 'config', 'announce', 'bot', 'digest'],
  config: ['channels', 'engine'],
  app: ['*'],
  cli: ['*'],
};
/** Where a whole folder would be too much: the only files of it that others may import. */
const ONLY: Record<string, Record<string, RegExp>> = {
  engine: { announce: /^announce\/delivery$/ },
  channels: {
    announce: /^announce\/delivery$/,
    engine: /^engine\/engine$/,
    config: /^config\/(did-you-mean|duration)$/,
  },
  announce: { channels: /^channels\/channel$/, engine: /^engine\/engine$/ },
  content: { config: /^config\/(did-you-mean|duration)$/ },
  config: { channels: /^channels\/(index|channel)$/, engine: /^engine\/engine$/ },
  feeds: { engine: /^engine\/engine$/ },
  digest: { engine: /^engine\/engine$/ },
  bot: { engine: /^engine\/engine$/ },
  web: { engine: /^engine\/engine$/ },
};

const SRC = join(import.meta.dirname, '../src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] as string) : '');

const imports = files.flatMap((file) =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map((match) => ({
    from: file,
    to: relative(SRC, normalize(join(SRC, dirname(file), match[1] as string))).replace(/\.js$/, ''),
  })),
);

describe('the house', () => {
  it('has arrows that point one way', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [source, target] = [folderOf(from), folderOf(to)];
      const allowed = MAY_IMPORT[source] ?? [];
      if (source === target || target === '' || allowed.includes('*')) return false;
      return !allowed.includes(target) || !(ONLY[source]?.[target]?.test(to) ?? true);
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('asks which engine runs nowhere outside the engines and the wiring', () => {
    const asking = files
      .filter((file) => !/^(engine|app|cli|config)\//.test(file))
      .filter((file) => /type === '(embedded|redis)'/.test(readFileSync(join(SRC, file), 'utf8')));
    expect(asking).toEqual([]);
  });

  it('is built on the packages it was planned with', () => {
    const planned = [
      '@slack/bolt',
      'bullmq',
      'feed',
      'gray-matter',
      'ioredis',
      'marked',
      'node-cron',
      'rss-parser',
      'turndown',
    ];
    const sources = files.map((file) => readFileSync(join(SRC, file), 'utf8'));
    const { dependencies } = JSON.parse(readFileSync(join(SRC, '../package.json'), 'utf8'));
    const used = planned.filter(
      (name) => name in dependencies && sources.some((text) => text.includes(`from '${name}'`)),
    );
    expect(used).toEqual(planned);
  });

  it('names files in kebab-case and has no drawer for leftovers', () => {
    const odd = files.filter(
      (file) => !/^[a-z0-9-/]+\.tsx?$/.test(file) || /(utils|helpers|common|manager|service)/.test(file),
    );
    expect(odd).toEqual([]);
  });
});
