import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tempFolder } from '../support/temp-folder.js';
import { ROOT, read } from './documents.js';

interface Step {
  uses?: string;
  run?: string;
  shell?: string;
  with?: Record<string, string>;
  env?: Record<string, string>;
}

const action = parse(read('action.yml'));
const workflows = readdirSync(join(ROOT, 'docs/workflows')).map((file) => ({
  file,
  workflow: parse(read(join('docs/workflows', file))),
}));
const stepsOf = (workflow: { jobs: Record<string, { steps: Step[] }> }): Step[] =>
  Object.values(workflow.jobs).flatMap(({ steps }) => steps);

/** Runs the action's last step as a runner would: the others bring Node and build what is built here already. */
function runAction(cwd: string, words: string) {
  const { run } = action.runs.steps.at(-1) as Step;
  const { PATH, HOME } = process.env;
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run as string], {
    cwd,
    env: { PATH, HOME, GITHUB_ACTION_PATH: ROOT, POSTRIDER_RUN: words },
    encoding: 'utf8',
  });
}

function contentRepository() {
  const folder = tempFolder();
  cpSync(join(ROOT, 'content'), join(folder.path, 'content'), { recursive: true });
  folder.write(
    'postrider.yaml',
    'site: { url: "https://blog.example.org" }\nfeeds: { url: "https://org.github.io/blog" }\n',
  );
  return folder;
}

describe('the action for workflows', () => {
  it('has every step a composite action needs, and takes the command as words, not as code', () => {
    expect(action.runs.using).toBe('composite');
    for (const { uses, run, shell } of action.runs.steps as Step[]) expect(uses ?? (run && shell)).toBeTruthy();
    const { path } = contentRepository();
    const { status, stderr } = runAction(path, 'ask $(touch made) ; touch made');
    expect([status, existsSync(join(path, 'made')), stderr]).toEqual([0, false, '']);
  });

  it.each(workflows)('does in $file what the workflow asks of it', ({ workflow }) => {
    const asked = stepsOf(workflow).filter(({ uses }) => uses?.startsWith('postrider/postrider@'));
    expect(asked).toHaveLength(1);
    const { path, write } = contentRepository();
    const words = asked[0]?.with?.run ?? '';
    const { status, stderr } = runAction(path, words);
    expect([status, stderr.includes('rror:')]).toEqual([0, false]);
    const upload = stepsOf(workflow).find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
    if (upload) expect(existsSync(join(path, upload.with?.path ?? '', 'rss.xml'))).toBe(true);
    else {
      write('content/broken.md', '---\ntitle: 没有结束的文件头\n');
      const { status: found, stdout } = runAction(path, words);
      expect([found, stdout]).toEqual([1, expect.stringContaining('::error file=content/broken.md')]);
    }
  });

  it.each(workflows)('gives $file no more rights than it needs', ({ workflow }) => {
    expect(workflow.permissions.contents).toBe('read');
    expect(Object.keys(workflow.permissions).every((name) => ['contents', 'pages', 'id-token'].includes(name))).toBe(
      true,
    );
    const published = stepsOf(workflow).some(({ uses }) => uses?.startsWith('actions/deploy-pages@'));
    expect(Object.keys(workflow.permissions).length > 1).toBe(published);
  });
});
