import { defineConfig } from 'vitest/config';

/** `npm run test:long`: controllers killed at every step, large fleets. One file at a time, so that deadlines mean something. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.long.test.ts', 'test/long/**/*.test.ts'],
    globalSetup: ['test/own-temp-folder.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 10 * 60_000,
    hookTimeout: 5 * 60_000,
  },
});
