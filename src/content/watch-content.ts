import { type FSWatcher, watch } from 'chokidar';

/** Quiet needed before a change counts (ms): an editor's save, or a file still being written, is over then. */
const SETTLE = 300;
/** A burst that never pauses is reported this often all the same (ms). */
const LONGEST_WAIT = 5_000;
/** Where the system has no watchers left, folders are looked at this often (ms). */
const POLL = 2_000;

/** Not content, and busy. */
const SKIPPED = /(?:^|[/\\])(?:\.git|\.postrider|node_modules)(?:[/\\]|$)/;

export interface ContentWatch {
  close(): Promise<void>;
}

/**
 * Calls `onChange` when something below the folder changed and has been quiet for a moment. Only a trigger: what changed
 * is for a scan to find out, and a slow periodic scan should stand behind it, because network mounts tell nothing.
 */
export async function watchContent(options: { path: string }, onChange: () => void): Promise<ContentWatch> {
  const settle = debounce(onChange);
  let watcher = startWatcher(options.path, false, settle.touch);
  let closed = false;
  const polled = () => {
    if (closed) return;
    const old = watcher;
    watcher = startWatcher(options.path, true, settle.touch);
    void old.close();
  };
  await ready(watcher, polled);
  return {
    async close() {
      closed = true;
      settle.cancel();
      await watcher.close();
    },
  };
}

/** Folders are watched, their files only through them: one watcher a folder instead of one a post. */
function startWatcher(path: string, usePolling: boolean, touch: () => void): FSWatcher {
  const watcher = watch(path, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    usePolling,
    interval: POLL,
    ignored: (each, stats) => SKIPPED.test(each.slice(path.length)) || (!usePolling && stats?.isFile() === true),
  });
  // What happens to the files of a folder arrives as raw events only, named by the file.
  watcher.on('raw', (_, name) => {
    if (!SKIPPED.test(String(name))) touch();
  });
  return watcher.on('all', touch);
}

/** Resolves when the watcher runs. A system without watchers left (ENOSPC, EMFILE) is polled instead. */
function ready(watcher: FSWatcher, fallBack: () => void): Promise<void> {
  return new Promise((resolve) => {
    watcher.on('error', () => {
      fallBack();
      resolve();
    });
    watcher.once('ready', () => resolve());
  });
}

function debounce(call: () => void): { touch(): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  let since = 0;
  const fire = () => {
    timer = undefined;
    call();
  };
  return {
    touch() {
      const now = performance.now();
      if (!timer) since = now;
      clearTimeout(timer);
      timer = setTimeout(fire, Math.max(0, Math.min(SETTLE, since + LONGEST_WAIT - now)));
    },
    cancel: () => clearTimeout(timer),
  };
}
