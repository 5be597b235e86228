import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { runCommand } from './support/run-command.js';
import { tempFolder } from './support/temp-folder.js';

const ROOT = join(import.meta.dirname, '..');
const run = promisify(execFile);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Bom {
  bomFormat: string;
  components: { group?: string; name: string; properties?: { name: string; value: string }[] }[];
}

/** Packs a copy of the sources, so that nothing of what other tests are using is built anew under them. */
async function pack(): Promise<string> {
  const { path } = tempFolder();
  const left = ['node_modules', '.git', 'dist', 'data', 'test', 'public', 'coverage'].map((name) => join(ROOT, name));
  cpSync(ROOT, path, { recursive: true, filter: (source) => !left.includes(source) });
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  await run('npm', ['pack', '--silent'], { cwd: path });
  return join(path, `postrider-${version}.tgz`);
}

it('packs into a tarball that installs in an empty folder and runs there', { timeout: 600_000 }, async () => {
  const tarball = await pack();
  const { path } = tempFolder();
  const npm = (...args: string[]) => run('npm', [...args, '--no-audit', '--no-fund'], { cwd: path });
  await npm('init', '-y');
  // Nothing needs to be compiled or run at install.
  await npm('install', tarball, '--ignore-scripts', '--prefer-offline');

  const npx = (...args: string[]) => run('npx', ['--no-install', 'postrider', ...args], { cwd: path });
  expect((await npx('--version')).stdout.trim()).toBe(version);
  expect((await npx('init', '--samples')).stdout).toContain('8 posts read');
  expect((await npx('lint')).stdout).toContain('8 posts read; 0 errors');
  expect(JSON.parse((await npx('build', '--json')).stdout)).toMatchObject({ posts: 8, skipped: 0, problems: [] });
  expect(readFileSync(join(path, 'public/rss.xml'), 'utf8')).toContain('<rss');
  expect(readdirSync(join(path, 'public/assets')).some((name) => name.endsWith('.css'))).toBe(true);

  const main = join(path, 'node_modules/.bin/postrider');
  const started = await runCommand(path, main, ['start'], { until: /^ready (\S+)$/m, env: { PORT: '0' } });
  const url = /^ready (\S+)$/m.exec(started.stdout())?.[1] as string;
  expect(await (await fetch(`${url}/atom.xml`)).text()).toContain('<feed');
  expect(await started.stop()).toBe(0);
});

it('packs what people read and copy, and nothing that only we need', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
  const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const files = packed.files.map((file) => file.path);
  expect(files).toEqual(
    expect.arrayContaining([
      ...['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'LICENSE', '.env.example', 'package.json'],
      ...['dist/cli/main.js', 'assets/style.css', 'jobs/weekly-reading.md', 'docs/workflows/lint-posts.yml'],
      ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(md|json|yml)$/.test(file))
        .map((file) => `docs/${file}`),
    ]),
  );
  const needless = files.filter((file) =>
    /^(src|test|bench|scripts|data|public)\/|\.(map|d\.ts|png|ts|tsx)$/.test(file),
  );
  expect(needless).toEqual([]);
});

it('lists all it is made of in a software bill of materials', async () => {
  const { stdout } = await run('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, maxBuffer: 50_000_000 });
  const { bomFormat, components } = JSON.parse(stdout) as Bom;
  expect(bomFormat).toBe('CycloneDX');
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const names = (list: Bom['components']) => list.map(({ group, name }) => (group ? `${group}/${name}` : name));
  expect(names(components)).toEqual(expect.arrayContaining(Object.keys(devDependencies)));
  const shipped = components.filter(
    ({ properties = [] }) => !properties.some(({ name }) => name === 'cdx:npm:package:development'),
  );
  expect(names(shipped)).toEqual(expect.arrayContaining(Object.keys(dependencies)));
});

it('says of each dependency why it is here', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const guide = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const unexplained = Object.keys({ ...dependencies, ...devDependencies })
    .filter((name) => !guide.includes(`\`${name}\``))
    .filter((name) => !name.startsWith('@types/'));
  expect(unexplained).toEqual([]);
});
