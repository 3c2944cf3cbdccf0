import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { UnreachableError, UsageError } from '../../../src/model/errors.ts';
import { baseHost } from '../../conformance/base-host.ts';
import { readState, writeState } from '../../conformance/patch-host.ts';
import { begin, dword, get, keep, set } from '../../conformance/vocabulary.ts';
import { c1, hostFile, start, talk, testFolder } from './talk.ts';

const fileWith = (name: string, text: string): string => {
  const path = join(testFolder(), name);
  writeFileSync(path, text);
  return path;
};
const { machine, engine, identity, os } = baseHost();
const least = { schema: 'setright/host-state@1', machine, engine, identity, os };

describe('the state file', () => {
  test.each([
    ['YAML', 'host.yaml', stringify(baseHost())],
    ['JSON as people write it', 'host.json', JSON.stringify(baseHost(), undefined, 2)],
    ['YAML that starts like JSON', 'host.yaml', `{ # a comment\n${JSON.stringify(baseHost()).slice(1)}`],
  ])('is read as %s and written as marked JSON that only we may read', async (_what, name, text) => {
    const path = fileWith(name, text);
    const { ask, host, client } = await talk(path);
    const { ask: verb, body } = get([c1.resource], []);
    expect(await ask(verb, body)).toMatchObject({ reply: { states: [dword(32)] } });
    await ask('bye', {});
    await host.ended;
    client.destroy();
    expect(readFileSync(path, 'utf8')).toMatch(/^\{"schema":"=setright\/host-state@1"/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readState(path)).toEqual({ ...baseHost(), lastPid: 2601 });
  });

  test.each([
    ['5.2.3790.3959', '5.1.14409.1005', 'PowerShell 2.0 at the newest'],
    ['6.0.6002.18005', '5.1.14409.1005', 'PowerShell 3.0 at the newest'],
  ])('of Windows %s with PowerShell %s is none: no such host exists', async (version, found, why) => {
    const state = { ...least, os: { ...os, version }, engine: { ...engine, version: found } };
    await expect(start(fileWith('host.yaml', stringify(state)))).rejects.toThrow(why);
  });

  test('may leave out what a host need not have', async () => {
    const { ask } = await talk(fileWith('host.yaml', stringify(least)));
    expect(await ask('observe', { questions: [{ fact: 'os', ask: {} }] })).toMatchObject({
      reply: { facts: [{ known: true }] },
    });
  });

  test.each([
    ['no such file', () => join(testFolder(), 'nowhere.yaml'), /nowhere\.yaml.*cannot be read \(ENOENT/],
    [
      'no JSON and no YAML',
      () => fileWith('host.yaml', '{'),
      /host\.yaml: not a state file \([^\n]* at line 1[^\n]*\)\. See docs/,
    ],
    ['another schema', () => fileWith('host.yaml', stringify({ ...least, schema: 'x@1' })), /schema: /],
    ['a misspelt member', () => fileWith('host.yaml', stringify({ ...least, sevices: [] })), /sevices/],
    [
      'a status that is none',
      () =>
        fileWith(
          'host.yaml',
          stringify({ ...least, services: [{ name: 'A', status: 'up', startType: 'auto' }] }),
        ),
      /services\.0\.status/,
    ],
  ])('with %s is a mistake of the person who named it, told with its place', async (_what, path, message) => {
    const failure = await start(path()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(String(failure)).toMatch(message);
  });

  test('of an unreachable host: no line comes about, and why', async () => {
    const path = fileWith('host.yaml', stringify({ ...least, unreachable: 'No route to host' }));
    const failure = await start(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnreachableError);
    expect(String(failure)).toContain('EX01 cannot be reached: No route to host');
  });

  test('is looked at anew for each request, and two sessions see each other', async () => {
    const path = hostFile();
    const [first, second] = [await talk(path), await talk(path)];
    const asked = begin('r1', [c1]);
    await first.ask(asked.ask, asked.body);
    expect(
      await second.ask('hello', {
        speaker: { version: '', controller: '', person: '' },
        echo: '',
        about: [],
      }),
    ).toMatchObject({
      reply: { lock: { run: 'r1', alive: true } },
    });
    expect(await second.ask(asked.ask, { ...asked.body, run: 'r2' })).toMatchObject({
      error: { code: 'locked' },
    });
    const state = readState(path);
    state.registry = state.registry.filter(({ path: key }) => !key.endsWith('Setright Test'));
    writeState(path, state);
    const setting = set('r1', c1);
    expect(await first.ask(setting.ask, setting.body)).toMatchObject({ error: { code: 'drifted' } });
  });

  test('that does not change is not written', async () => {
    const path = hostFile();
    const { ask } = await talk(path);
    await ask('get', { resources: [c1.resource] });
    const before = statSync(path).ino;
    for (let time = 0; time < 5; time += 1) await ask('get', { resources: [c1.resource] });
    expect(statSync(path).ino).toBe(before);
  });

  test('that is taken away ends the host as an internal failure, not as a crash of ours', async () => {
    const path = hostFile();
    const { ask, host } = await talk(path);
    const asked = keep('r1');
    writeFileSync(path, 'no state at all');
    expect(await ask(asked.ask, asked.body)).toBeUndefined();
    expect((await host.ended).exitCode).toBe(32);
  });
});
