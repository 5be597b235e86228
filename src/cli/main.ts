#!/usr/bin/env node
import * as nodeModule from 'node:module';

const { enableCompileCache } = nodeModule as { enableCompileCache?(): unknown };

// A signal that comes while the program is still being loaded finds nothing begun: `start` ends as if it had been asked.
const asked = () => process.exit(0);
if (process.argv[2] === 'start') for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, asked);

// Whoever reads (`| head`) has seen enough: no fault, and a running program goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Where Node can (22.1 and later) it keeps what it compiled for the next start.
enableCompileCache?.();
const { run } = await import('./run.js');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, asked);
process.exitCode = await run(process.argv.slice(2));
