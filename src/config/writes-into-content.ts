import { relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { ChannelConfig, Config } from './load-config.js';

/** Folder of a repository, or beside the config, that posts are looked for in when `content.path` says nothing. */
export const DEFAULT_CONTENT = 'content';

/**
 * Whether the files a channel writes are read as posts. What is announced there would come back as news and be announced
 * again, for ever: such a channel gets digests only, as articles that are known when they come back.
 */
export function writesIntoContent(
  { kind, options }: Pick<ChannelConfig, 'kind' | 'options'>,
  { content, dir }: Pick<Config, 'content' | 'dir'>,
): boolean {
  if (content.repository !== undefined) return false;
  const isPost = picomatch(content.include, { ignore: content.exclude });
  return (kind.paths ?? []).some((key: string) => {
    const path = options[key];
    if (typeof path !== 'string') return false;
    const below = relative(resolve(dir, content.path ?? DEFAULT_CONTENT), path)
      .split(sep)
      .join('/');
    if (below.startsWith('..')) return false;
    return ['name.md', 'name/index.md'].some((file) => isPost(below === '' ? file : `${below}/${file}`));
  });
}
