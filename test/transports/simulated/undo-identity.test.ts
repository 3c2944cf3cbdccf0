import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HostChange } from '../../../src/model/host-record.ts';
import type { RegistryValue } from '../../../src/model/resource.ts';
import type { State } from '../../../src/model/state.ts';
import type { HostState } from '../../../src/transports/simulated/state/state.ts';
import { readState, writeState } from '../../conformance/patch-host.ts';
import { begin, holds, noValue, speaker, TEST_KEY, value } from '../../conformance/vocabulary.ts';
import { hostFile, type Talk, talk } from './talk.ts';

/** Registry and services as Windows shows them: every key that exists, ancestors too, whatever the order of the file. */
function settingsOf(state: HostState): unknown {
  const keys = new Map<string, unknown>();
  for (const { path, values } of state.registry) {
    const names = path.toUpperCase().split('\\');
    for (let length = 1; length < names.length; length += 1) {
      const ancestor = names.slice(0, length).join('\\');
      if (!keys.has(ancestor)) keys.set(ancestor, []);
    }
    keys.set(
      names.join('\\'),
      values.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
  }
  return { keys: [...keys].sort(([a], [b]) => (a < b ? -1 : 1)), services: state.services };
}

const key = fc.constantFrom('', '\\A', '\\A\\B', '\\A\\B\\C', '\\D\\E').map((below) => TEST_KEY + below);
const resource = fc
  .record({
    key,
    name: fc.constantFrom('Dword', 'Sz', 'MultiSz', 'New', ''),
    view: fc.constantFrom<32 | 64>(32, 64),
  })
  .map(({ key: at, name, view }) => value(name, at, { view }));
const want: fc.Arbitrary<State> = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }).map((data) => holds('REG_DWORD', data)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((data) => holds('REG_SZ', data)),
  fc.array(fc.string({ minLength: 1, maxLength: 5 })).map((data) => holds('REG_MULTI_SZ', data)),
  fc.uint8Array({ maxLength: 9 }).map((data) => holds('REG_BINARY', Buffer.from(data).toString('hex'))),
  fc.constant(noValue),
);
const wishes = fc.array(fc.tuple(resource, want), { minLength: 1, maxLength: 5 });

/** Begins and sets one run per wish, as a controller would that reads before it plans. */
async function setEach({ ask }: Talk, made: readonly (readonly [RegistryValue, State])[]): Promise<number> {
  let runs = 0;
  for (const [each, after] of made) {
    const read = await ask('get', { resources: [each] });
    const before = (read?.reply as { states: State[] } | undefined)?.states[0];
    if (!before) return runs;
    // What has no key has no value to delete either.
    if (before.status === 'absent' && after.status === 'absent') continue;
    const change: HostChange = { id: 'c1', resource: each, before, after };
    const run = `r${runs}`;
    const asked = begin(run, [change]);
    if (!(await ask(asked.ask, asked.body))) return runs;
    runs += 1;
    if (!(await ask('set', { run, change: 'c1', expect: before, want: after }))) return runs;
    if (!(await ask('keep', { run, notInForce: ['c1'] }))) return runs;
  }
  return runs;
}

async function undoAll(path: string, runs: number): Promise<void> {
  const { ask, host } = await talk(path);
  for (let run = runs - 1; run >= 0; run -= 1)
    expect(await ask('undo', { run: `r${run}` })).toMatchObject({ reply: { state: 'restored' } });
  expect(await ask('hello', { speaker, echo: '', about: [] })).toMatchObject({
    reply: { lock: null, runs: [] },
  });
  await ask('bye', {});
  await host.ended;
}

test('runs undone in reverse leave every key and value as it was', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, async (made) => {
      const path = hostFile();
      const before = settingsOf(readState(path));
      const talking = await talk(path);
      const runs = await setEach(talking, made);
      await talking.ask('bye', {});
      await undoAll(path, runs);
      expect(settingsOf(readState(path))).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test('wherever a set is cut off, undo by a later session leaves every key and value as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      wishes,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 7 }),
      async (made, nth, after) => {
        const path = hostFile({}, [{ verb: 'set', nth, after, fault: 'die', once: true }]);
        const before = settingsOf(readState(path));
        const talking = await talk(path);
        const runs = await setEach(talking, made);
        await talking.ask('bye', {});
        writeState(path, { ...readState(path), faults: [] });
        await undoAll(path, runs);
        expect(settingsOf(readState(path))).toEqual(before);
      },
    ),
    { numRuns: 80 },
  );
});

test('wherever an undo is cut off, the next undo ends it', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, fc.integer({ min: 1, max: 7 }), async (made, after) => {
      const path = hostFile({}, [{ verb: 'undo', nth: 1, after, fault: 'die', once: true }]);
      const before = settingsOf(readState(path));
      const talking = await talk(path);
      const runs = await setEach(talking, made);
      await talking.ask('bye', {});
      const cut = await talk(path);
      await cut.ask('undo', { run: `r${runs - 1}` });
      writeState(path, { ...readState(path), faults: [] });
      await undoAll(path, runs);
      expect(settingsOf(readState(path))).toEqual(before);
    }),
    { numRuns: 80 },
  );
});
