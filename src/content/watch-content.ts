import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
// Not late: whoever watches has begun before the first look, and may wait for nothing before that.
import { type FSWatcher, watch } from 'chokidar';

/** Quiet needed before a change counts (ms): an editor's save, or a file still being written, is over then. */
const SETTLE = 300;
/** A burst that never pauses is reported this often all the same (ms). */
const LONGEST_WAIT = 5_000;
/** Where the system has no watchers left, folders are looked at this often (ms). */
const POLL = 2_000;

/** Not content, and busy. */
const SKIPPED = /(?:^|[/\\])(?:\.git|\.postrider|node_modules)(?:[/\\]|$)/;

/** More changed places than this are told as "anywhere". */
const MOST_PLACES = 500;
/** Thousands of folders take seconds to watch; nobody should wait longer than this (ms). */
const PATIENCE = 200;

export interface ContentWatch {
  close(): Promise<void>;
}

/**
 * Calls `onChange` when something below the folder changed and has been quiet for a moment. Only a trigger: what changed
 * is for a scan to find out, and a slow periodic scan should stand behind it, because network mounts tell nothing.
 * @param onChange told the paths that may have changed, relative to the folder; undefined: anywhere, as once at the start,
 *   for what happened before everything was watched
 */
export async function watchContent(
  options: { path: string },
  onChange: (places: readonly string[] | undefined) => void,
): Promise<ContentWatch> {
  const root = realpathSync(options.path);
  const settle = new Settle(onChange);
  const touch = (path: string) => settle.touch(relative(root, path));
  let watcher = startWatcher(root, false, touch);
  let closed = false;
  const ready = new Promise<void>((resolve) => {
    // A system without watchers left (ENOSPC, EMFILE) is polled instead.
    watcher.on('error', () => {
      if (closed) return;
      void watcher.close();
      watcher = startWatcher(root, true, touch);
      resolve();
    });
    watcher.once('ready', () => {
      // What happened in a folder before it was watched was seen by nobody.
      settle.touch('');
      resolve();
    });
  });
  await Promise.race([ready, sleep(PATIENCE, undefined, { ref: false })]);
  return {
    async close() {
      closed = true;
      settle.cancel();
      await watcher.close();
    },
  };
}

/** Folders are watched, their files only through them: one watcher a folder instead of one a post. */
function startWatcher(root: string, usePolling: boolean, touch: (path: string) => void): FSWatcher {
  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    usePolling,
    interval: POLL,
    ignored: (each, stats) => SKIPPED.test(each.slice(root.length)) || (!usePolling && stats?.isFile() === true),
  });
  // What happens to the files of a folder arrives as raw events only, named by the file.
  watcher.on('raw', (_, name, details) => {
    const { watchedPath = root } = details as { watchedPath?: string };
    if (!SKIPPED.test(String(name))) touch(join(watchedPath, String(name ?? '')));
  });
  return watcher.on('all', (_, path) => touch(path));
}

/** Gathers what is touched until it has been quiet for a moment. */
class Settle {
  private timer: NodeJS.Timeout | undefined;
  private since = 0;
  private readonly places = new Set<string>();

  constructor(private readonly onChange: (places: readonly string[] | undefined) => void) {}

  touch(place: string): void {
    const now = performance.now();
    if (!this.timer) this.since = now;
    this.places.add(place.startsWith('..') ? '' : place);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fire(), Math.max(0, Math.min(SETTLE, this.since + LONGEST_WAIT - now)));
  }

  cancel(): void {
    clearTimeout(this.timer);
  }

  private fire(): void {
    const places = [...this.places];
    this.timer = undefined;
    this.places.clear();
    this.onChange(places.length > MOST_PLACES || places.includes('') ? undefined : places);
  }
}
