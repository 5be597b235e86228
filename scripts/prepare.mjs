// npm runs this after `npm ci`, so that `npm start` and `npx postrider` work at once.
// With --omit=dev the compiler is not installed: then a packaged `dist` must already be there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('node_modules/typescript')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
if (!existsSync('dist/cli/main.js')) {
  console.error(
    'postrider: dist/ is missing and the TypeScript compiler is not installed; run `npm ci` without --omit=dev once.',
  );
}
