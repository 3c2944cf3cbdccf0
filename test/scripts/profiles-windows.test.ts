import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFact } from '../../src/facts/index.ts';
import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { speaker, WindowsLine, windowsMissing } from './windows-line.ts';

const run = `users-${process.pid}`;

/** Profiles and a loaded hive are real there; reg.exe in Wine loads no hive. */
describe.skipIf(windowsMissing !== '')(`users of a Windows${windowsMissing}`, () => {
  let line: WindowsLine;
  const ask: WindowsLine['ask'] = (verb, body) => line.ask(verb, body);

  beforeAll(() => {
    line = new WindowsLine();
  });

  afterAll(async () => expect(await line.end()).toBe(0));

  it('are found by ProfileList; a value of one is set under the SID and undone to the key', async () => {
    const { facts } = await ask('observe', { questions: [{ fact: 'profiles', ask: {} }] });
    const profiles = readFact('profiles', facts[0] ?? { known: false, at: '', why: 'no answer' });
    if (!profiles.known) throw new Error(profiles.why);
    const user = profiles.value.profiles.find(({ kind, loaded }) => kind === 'user' && loaded);
    const { sid = '', path: profile = '' } = user ?? {};
    expect(await ask('mount', { sid, leaseSeconds: 60 })).toMatchObject({ outcome: 'loaded' });
    const key = `Software\\Setright Test ${process.pid}\\a`;
    const resource: Resource = { kind: 'user-registry-value', sid, profile, key, name: 'v' };
    const before: State = { status: 'absent', missing: 'key', from: key.slice(0, -2) };
    const after = present({ kind: 'REG_DWORD', data: 7 });
    const changes = [{ id: 'c1', resource, before, after }];
    await ask('begin', { run, speaker, leaseSeconds: 60, changes });
    const set = await ask('set', { run, change: 'c1', expect: before, want: after });
    expect(set).toEqual({ found: before, now: after });
    expect(await ask('undo', { run })).toMatchObject({ state: 'restored' });
    expect(await ask('get', { resources: [resource] })).toEqual({ states: [before] });
    await ask('prune', { runs: [run] });
  }, 120_000);
});
