import { defineConfig } from 'vitest/config';

/** `npm test`: everything that fits into a few minutes on two cores. Kill tests and large fleets are in vitest.long.config.ts. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts', 'test/long/**', '**/node_modules/**'],
    // The first gives the run its temporary folder; the last lines of the second say what was replayed instead of run.
    globalSetup: ['test/own-temp-folder.ts', 'test/conformance/tell-replayed.ts'],
    // Processes, not threads: tests start PowerShells and sshd, change the environment of children and are killed with them.
    pool: 'forks',
    // Tests wait for processes more than they compute. Their deadlines are there for what hangs, not for what is slow on a busy machine.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
    // Cases are known by their whole names.
    taskTitleValueFormatTruncate: 300,
  },
});
