// The suite drives real programs that npm cannot bring. As root on Debian they are installed here when missing;
// elsewhere the message names the package. Nothing is ever skipped for want of one.
import { spawnSync } from 'node:child_process';

const tools = [
  { commands: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium', for: 'page tests' },
  { commands: ['git'], package: 'git', for: 'content repository tests' },
  { commands: ['redis-server'], package: 'redis-server', for: 'Redis engine tests' },
];
const found = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const missing = tools.filter((tool) => !tool.commands.some(found));

if (missing.length > 0) {
  const names = missing.map((tool) => tool.package);
  if (process.getuid?.() === 0 && found('apt-get')) {
    console.error(`Installing what the tests need: ${names.join(', ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    const { status } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
    if (status !== 0) process.exit(status ?? 1);
  } else {
    for (const tool of missing)
      console.error(
        `${tool.commands[0]} is missing (${tool.for}): install the package "${tool.package}" and run the tests again.`,
      );
    process.exit(1);
  }
}
