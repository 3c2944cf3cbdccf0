import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requests, Verb } from '../../src/model/line.ts';
import { Session } from '../../src/run/connect/session.ts';
import { readState, writeState } from '../conformance/patch-host.ts';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { Lab } from '../run/lab.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { hostOf, lawCases, write } from './law.ts';
import { coreOf } from './law-core.ts';
import { breachesOf } from './law-host.ts';

it('the law on the simulated host, 100,000 times', async () => {
  await fc.assert(
    fc.asyncProperty(lawCases, async (one) => {
      expect(await breachesOf(one, coreOf(one))).toEqual([]);
    }),
    { numRuns: 100_000 },
  );
}, 900_000);

describe.skipIf(pwshMissing)(`the law on PowerShell${because(pwshMissing)}`, () => {
  it('500 times, in one process', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'setright-law-')), 'host.json');
    writeState(path, hostOf({ hive: [], wishes: [], edits: [] }));
    const lab = await Lab.open();
    const runtime = fakeRuntime();
    const session = await Session.open(lab.know('ex01'), {
      ...lab.context,
      runtime,
      limits: { ...lab.context.limits, silenceSeconds: 60 },
      transports: {
        ...lab.context.transports,
        simulated: { start: async () => startFakeWindows(path, runtime) },
      },
    });
    try {
      await fc.assert(
        fc.asyncProperty(lawCases, async (one) => {
          writeState(path, hostOf(one));
          const breaches = await breachesOf(one, {
            ask: (verb, body) => session.request(verb as Verb, body as Requests[Verb]),
            write: (resource, want) => {
              const state = readState(path);
              write(state, resource, want);
              writeState(path, state);
            },
            registry: () => readState(path),
          });
          expect(breaches).toEqual([]);
        }),
        { numRuns: 500, endOnFailure: true },
      );
    } finally {
      await session.close();
    }
  }, 900_000);
});
