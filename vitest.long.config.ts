import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where time is short, the end is cut off: last stands what other tests show in part, or what transcripts hold. */
const folders = ['matrix', 'network', 'run', 'capture', 'transports', 'remedies', 'conformance'];
const rank = ({ moduleId }: TestSpecification): number =>
  folders.findIndex((folder) => moduleId.includes(`/test/${folder}/`));

class ByWeight extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** `npm run test:long`: controllers killed at every step, large fleets. One file at a time, so that deadlines mean something. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.long.test.ts', 'test/long/**/*.test.ts'],
    globalSetup: ['test/own-temp-folder.ts'],
    pool: 'forks',
    fileParallelism: false,
    sequence: { sequencer: ByWeight },
    testTimeout: 10 * 60_000,
    hookTimeout: 5 * 60_000,
    expect: { poll: { timeout: 60_000 } },
    // Cases are known by their whole names.
    taskTitleValueFormatTruncate: 300,
  },
});
