import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFact } from '../../src/facts/index.ts';
import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { speaker, WindowsLine, windowsMissing } from './windows-line.ts';

const run = `test-${process.pid}`;
const folder = `SOFTWARE\\Setright Test ${process.pid}`;
/** Every kind, with the data that readers and writers of a registry like to spoil. */
const data: readonly (readonly [string, string | number | readonly string[]])[] = [
  ['REG_DWORD', 4294967295],
  ['REG_QWORD', '18446744073709551615'],
  ['REG_SZ', 'a\u2019b\u0000c\ud800'],
  ['REG_SZ', ''],
  ['REG_EXPAND_SZ', '%SystemRoot%\\x'],
  ['REG_MULTI_SZ', ['one']],
  ['REG_MULTI_SZ', []],
  ['REG_BINARY', '00ff10'],
  ['REG_BINARY', ''],
  ['REG_NONE', '01'],
];

const data32 = present({ kind: 'REG_DWORD', data: 0x80000000 });
const keyMissing: State = { status: 'absent', missing: 'key', from: folder };
const changes = data.map(([kind, value], index) => {
  const resource: Resource = {
    kind: 'registry-value',
    hive: 'HKLM',
    key: `${folder}\\a\\b`,
    name: index === 0 ? '' : `v${index}`,
    view: 64,
  };
  const before: State = index === 0 ? keyMissing : { status: 'absent', missing: 'value' };
  return { id: `c${index}`, resource, before, after: present({ kind, data: value }) };
});

/** scripts/windows/ as they are, on PowerShell for Windows: registry and services are real. */
describe.skipIf(windowsMissing !== '')(`scripts/windows/${windowsMissing}`, () => {
  let line: WindowsLine;
  const ask: WindowsLine['ask'] = (verb, body) => line.ask(verb, body);

  beforeAll(() => {
    line = new WindowsLine();
  });

  afterAll(async () => expect(await line.end()).toBe(0));

  it('tells who answers', async () => {
    const hello = await ask('hello', { speaker, echo: '\u2019\ud800\u0000', about: [] });
    expect(hello).toMatchObject({
      echo: '\u2019\ud800\u0000',
      engine: { languageMode: 'FullLanguage' },
      lock: null,
    });
    expect(hello.machine.guid).toMatch(/^[0-9a-f-]{36}$/i);
    expect(Date.parse(hello.machine.installedAt)).toBeLessThan(Date.parse(hello.clock));
    expect(Date.parse(hello.process.startedAt)).toBeLessThanOrEqual(Date.parse(hello.clock));
  });

  it('sets every kind of registry value exactly, and undo leaves neither value nor key', async () => {
    await ask('begin', { run, speaker, leaseSeconds: 60, changes });
    for (const { id, before, after } of changes) {
      const set = await ask('set', { run, change: id, expect: before, want: after });
      expect(set).toEqual({ found: before, now: after });
    }
    const resources = changes.map(({ resource }) => resource);
    expect((await ask('get', { resources })).states).toEqual(changes.map(({ after }) => after));
    const undone = await ask('undo', { run });
    expect(undone.state).toBe('restored');
    expect(undone.changes.map(({ outcome }) => outcome)).toEqual(changes.map(() => 'restored'));
    expect((await ask('get', { resources })).states).toEqual(changes.map(() => keyMissing));
  });

  it('keeps the two views of the registry apart', async () => {
    const value = {
      kind: 'registry-value',
      hive: 'HKLM',
      key: 'SOFTWARE\\Wow6432Node',
      name: 'x',
      view: 64,
    } as const;
    const below = { ...value, key: 'SOFTWARE', view: 32 } as const;
    expect((await ask('get', { resources: [value, below] })).states).toEqual([
      { status: 'absent', missing: 'value' },
      { status: 'absent', missing: 'value' },
    ]);
  });

  it('takes no name that Windows would read as another one', async () => {
    const of = (key: string, name: string): Resource => ({
      kind: 'registry-value',
      hive: 'HKLM',
      key,
      name,
      view: 64,
    });
    const { states } = await ask('get', {
      resources: [of('SOFTWARE\\\\Microsoft', ''), of('SOFTWARE\u0000X', ''), of('SOFTWARE', 'a\u0000b')],
    });
    expect(states.map(({ status }) => status)).toEqual(['unreadable', 'unreadable', 'unreadable']);
  });

  it('sets a key of 255 characters and takes it back; one of 256 is none', async () => {
    const of = (length: number): Resource => ({
      kind: 'registry-value',
      hive: 'HKLM',
      key: `${folder}\\${'k'.repeat(length)}`,
      name: `"it's" [x]*? `,
      view: 64,
    });
    const change = { id: 'c1', resource: of(255), before: keyMissing, after: data32 };
    await ask('begin', { run: `${run}-long`, speaker, leaseSeconds: 60, changes: [change] });
    expect(
      await ask('set', { run: `${run}-long`, change: 'c1', expect: keyMissing, want: data32 }),
    ).toMatchObject({ now: data32 });
    expect((await ask('undo', { run: `${run}-long` })).state).toBe('restored');
    expect((await ask('get', { resources: [of(255), of(256)] })).states).toMatchObject([
      keyMissing,
      { status: 'unreadable' },
    ]);
  });

  it('tells a service that does not exist from one that does, and takes no wildcard', async () => {
    const resources: Resource[] = ['EventLog', 'Event*', 'no such service'].flatMap((service) => [
      { kind: 'service-status', service },
      { kind: 'service-start-type', service },
    ]);
    const gone = { status: 'absent', missing: 'service' };
    const { states } = await ask('get', { resources });
    expect(states.slice(0, 2).map(({ status }) => status)).toEqual(['present', 'present']);
    expect(states.slice(2)).toEqual([gone, gone, gone, gone]);
  });

  it('tells no dynamic ports that netsh does not tell, as in Wine, and sets none', async () => {
    const resource: Resource = { kind: 'tcp-port-range', family: 'IPv4', protocol: 'TCP' };
    expect((await ask('get', { resources: [resource] })).states).toMatchObject([
      { status: 'unreadable', why: expect.stringContaining('netsh') },
    ]);
  });

  it('tells no MTU where there is no Get-NetIPInterface, as in Wine', async () => {
    const resource: Resource = { kind: 'interface-mtu', interface: 1, family: 'IPv4' };
    expect((await ask('get', { resources: [resource] })).states).toMatchObject([
      { status: 'unreadable', why: expect.stringContaining('Get-NetIPInterface') },
    ]);
  });

  it('reads versions of files, and tells one that is not there', async () => {
    const paths = ['%SystemRoot%\\System32\\ntdll.dll', '%SystemRoot%\\win.ini', 'C:\\nothing\\here.dll'];
    const { facts } = await ask('observe', { questions: [{ fact: 'file-versions', ask: { paths } }] });
    expect(facts).toMatchObject([
      {
        value: {
          files: [
            { path: paths[0], version: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) },
            { path: paths[1], status: 'present', version: '' },
            { path: paths[2], status: 'absent' },
          ],
        },
      },
    ]);
  });

  it('walks a tree of the registry', async () => {
    const asked = { hive: 'HKLM', key: 'SYSTEM\\CurrentControlSet\\Control\\Session Manager', view: 64 };
    const { facts } = await ask('observe', { questions: [{ fact: 'registry-tree', ask: asked }] });
    expect(facts).toMatchObject([{ value: { exists: true, capped: false } }]);
    expect(facts).toMatchObject([
      {
        value: {
          values: expect.arrayContaining([
            { key: 'Environment', name: 'PROCESSOR_ARCHITECTURE', kind: 'REG_SZ', data: 'AMD64' },
          ]),
        },
      },
    ]);
  });

  it('names the keys right below one, with values or without', async () => {
    const asked = { hive: 'HKLM', key: 'SYSTEM\\CurrentControlSet', view: 64 };
    const { facts } = await ask('observe', { questions: [{ fact: 'registry-keys', ask: asked }] });
    expect(facts).toMatchObject([
      { value: { exists: true, capped: false, keys: expect.arrayContaining(['Control', 'Services']) } },
    ]);
  });

  it('counts connections where there is no Get-NetTCPConnection, as in Wine', async () => {
    const { facts } = await ask('observe', { questions: [{ fact: 'connections', ask: {} }] });
    expect(facts).toMatchObject([{ known: true, value: { capped: false, groupsLeft: 0 } }]);
  });

  it('looks for the signs of KB2015877 where they are, and watches a program', async () => {
    const signatures = [['nobody says this']];
    const { facts } = await ask('observe', {
      questions: [
        { fact: 'process-memory', ask: { name: 'pwsh', samples: 2, seconds: 0 } },
        { fact: 'outlook-data-files', ask: {} },
        { fact: 'crm-traces', ask: { kilobytes: 1, signatures } },
        { fact: 'event-texts', ask: { log: 'Application', hours: 1, signatures } },
      ],
    });
    const [memory, files, traces, events] = facts;
    expect(memory).toMatchObject({ value: { samples: [{ processes: [{ pid: expect.any(Number) }] }, {}] } });
    expect([files?.known, traces?.known]).toEqual([true, true]);
    // Wine has no event log that Get-WinEvent reads.
    expect(events).toHaveProperty(events?.known ? 'value' : 'why');
  });

  it('answers every fact, or says why it could not tell', async () => {
    const event = { log: 'Application', provider: 'Nobody', id: 1, hours: 1, newest: 1 };
    const questions = ['os', 'powershell', 'cluster'].map((fact) => ({ fact, ask: {} }));
    const { facts } = await ask('observe', { questions: [...questions, { fact: 'events', ask: event }] });
    expect(facts.slice(0, 3).every(({ known }) => known)).toBe(true);
    expect(facts[3]).toHaveProperty(facts[3]?.known ? 'value' : 'why');
  });

  // The hive is one that is loaded: reg.exe in Wine loads none.
  it('finds users by ProfileList; a value of one is set under the SID and undone to the key', async () => {
    const users = `${run}-users`;
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
    await ask('begin', { run: users, speaker, leaseSeconds: 60, changes });
    const set = await ask('set', { run: users, change: 'c1', expect: before, want: after });
    expect(set).toEqual({ found: before, now: after });
    expect(await ask('undo', { run: users })).toMatchObject({ state: 'restored' });
    expect(await ask('get', { resources: [resource] })).toEqual({ states: [before] });
    await ask('prune', { runs: [users] });
  }, 120_000);
});
