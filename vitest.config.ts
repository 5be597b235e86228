import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/support/plain-terminal.ts'],
    // Only what hangs should meet these: many tests start the program several times, and the machine may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores is the smallest machine we promise to test on; process-starting tests need room beside the runner.
    maxWorkers: 2,
  },
});
