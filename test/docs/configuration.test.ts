import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadChannelTypes } from '../../src/channels/index.js';
import { commonChannelSchema, configSchema } from '../../src/config/schema.js';
import { read } from './documents.js';

interface Schema {
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** Every key that a schema takes, as `a.b`. */
function keysOf(schema: z.ZodType): string[] {
  const walk = (part: Schema, path: string): string[] =>
    [part, ...(part.anyOf ?? []), ...(part.oneOf ?? [])].flatMap(({ properties = {} }) =>
      Object.entries(properties).flatMap(([key, value]) => [`${path}${key}`, ...walk(value, `${path}${key}.`)]),
    );
  return [...new Set(walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, ''))];
}

describe.each(['docs/configuration.md', 'docs/configuration.zh-CN.md'])('%s', (file) => {
  const page = read(file);
  /** The keys in the first column of its tables: `| \`a.b\` | …`. */
  const rows = [...page.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, key]) => key as string);
  const groups = [
    'site',
    'content',
    'feeds',
    'announce',
    'engine',
    'server',
    'bot',
    'bot.slack',
    'bot.dingtalk',
    'channels',
  ];

  it('has every key of the config, and none that does not exist', () => {
    const keys = [
      ...keysOf(configSchema).filter((key) => !groups.includes(key) && !key.startsWith('channels.')),
      ...keysOf(commonChannelSchema)
        .filter((key) => key !== 'match')
        .map((key) => `channels.${key}`),
    ];
    expect(rows.toSorted()).toEqual(keys.toSorted());
  });

  it('has every key of each kind of channel', async () => {
    const wrong = (await loadChannelTypes()).flatMap(({ type, options }) => {
      const [row] = page.match(new RegExp(`^\\| \`type: ${type}\` \\|.*$`, 'm')) ?? [''];
      const named = [...row.matchAll(/`(\w+)`/g)].map(([, key]) => key);
      return keysOf(options as z.ZodType)
        .filter((key) => !named.includes(key))
        .map((key) => `${type}: ${key}`);
    });
    expect(wrong).toEqual([]);
  });
});
