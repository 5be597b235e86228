import { spawn } from 'node:child_process';

/** More output than this is not an answer to anything we ask. */
const MOST_OUTPUT = 256 * 1024 * 1024;
/** After a time-out git gets this long (ms) to clean up behind itself. */
const GRACE = 2_000;

export interface GitOptions {
  cwd?: string;
  /** Milliseconds. */
  timeout?: number;
  signal?: AbortSignal;
  /** Where the remote is and who we are there; see {@link parseRemote}. */
  credentials?: { username: string; password: string };
}

/** git failed. The message is its last words, credentials removed. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    message: string,
    /** `missing`: there is no git; `timeout`; `failed`: git said no. */
    readonly kind: 'missing' | 'timeout' | 'aborted' | 'failed',
  ) {
    super(message);
  }
}

/** Settings no repository may overrule: no hooks, no transports but these, no questions. */
const SETTINGS: [string, string][] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.quotePath', 'false'],
  ['protocol.allow', 'never'],
  ['protocol.https.allow', 'always'],
  ['protocol.ssh.allow', 'always'],
  ['protocol.file.allow', 'always'],
  ['gc.autoDetach', 'false'],
  ['maintenance.autoDetach', 'false'],
  ['submodule.recurse', 'false'],
  ['advice.detachedHead', 'false'],
];

/**
 * Runs git and returns what it printed.
 * @throws {GitError}
 */
export function runGit(args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { cwd, timeout = 60_000, signal, credentials } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new GitError('stopped', 'aborted'));
    // A process group of its own, so that the transports git starts end with it.
    const child = spawn('git', args, {
      cwd,
      env: environment(credentials),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output: Buffer[] = [];
    let size = 0;
    let words = '';
    let ended: 'timeout' | 'aborted' | undefined;
    const end = (why: 'timeout' | 'aborted') => {
      ended ??= why;
      kill(child.pid, 'SIGTERM');
      setTimeout(() => kill(child.pid, 'SIGKILL'), GRACE).unref();
    };
    const timer = setTimeout(() => end('timeout'), timeout);
    const abort = () => end('aborted');
    signal?.addEventListener('abort', abort, { once: true });
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };

    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT) end('timeout');
      else output.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4_000);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      done();
      const missing = error.code === 'ENOENT';
      reject(
        new GitError(
          missing ? 'git is not installed, or the folder is gone' : error.message,
          missing ? 'missing' : 'failed',
        ),
      );
    });
    child.on('close', (code) => {
      done();
      if (ended === 'timeout') reject(new GitError(`git ${args[0]} took longer than ${timeout / 1000} s`, 'timeout'));
      else if (ended === 'aborted') reject(new GitError('stopped', 'aborted'));
      else if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(new GitError(lastWords(words, args), 'failed'));
    });
  });
}

/** Credentials go through the environment: arguments are for everybody to see, and files stay. */
function environment(credentials: GitOptions['credentials']): NodeJS.ProcessEnv {
  const settings = [...SETTINGS];
  if (credentials) {
    const helper =
      '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$POSTRIDER_GIT_USERNAME" "$POSTRIDER_GIT_PASSWORD"; }; f';
    settings.push(['credential.helper', ''], ['credential.helper', helper]);
  }
  return {
    ...process.env,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
    ...(credentials && {
      POSTRIDER_GIT_USERNAME: credentials.username,
      POSTRIDER_GIT_PASSWORD: credentials.password,
    }),
  };
}

function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ESRCH: it ended by itself
  }
}

function lastWords(words: string, args: readonly string[]): string {
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling = lines.filter((line) => /^(?:fatal|error|ERROR|ssh|Permission)/.test(line));
  const said = (telling.length > 0 ? telling : lines).slice(-2).join(' ');
  return redactUrls(said) || `git ${args[0]} failed`;
}

/** The text with names and passwords in addresses replaced. */
export function redactUrls(text: string): string {
  return text.replace(/(\b[a-z][a-z+.-]*:\/\/)[^\s/@]*@/gi, '$1***@');
}
