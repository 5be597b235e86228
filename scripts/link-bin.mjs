// `npx postrider` finds a root package's own bin only by installing it into npx's cache first.
// A link beside the dependencies' commands makes it start at once, and offline.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';

chmodSync('dist/cli/main.js', 0o755);
mkdirSync('node_modules/.bin', { recursive: true });
rmSync('node_modules/.bin/postrider', { force: true });
if (process.platform === 'win32') {
  writeFileSync('node_modules/.bin/postrider.cmd', '@node "%~dp0\\..\\..\\dist\\cli\\main.js" %*\r\n');
} else {
  symlinkSync('../../dist/cli/main.js', 'node_modules/.bin/postrider');
}
