import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/transports/simulated/state/state.ts';
import { parsedFile } from '../../conformance/judge-case.ts';
import { readState } from '../../conformance/patch-host.ts';
import { begin, dword, get, keep, set } from '../../conformance/vocabulary.ts';
import { c1, framesHeard, hostFile, talk } from './talk.ts';

/** Faults are how the engine's promises are tested: each must do what docs/host-state.md says, and no more. */
const asked = ({ ask, body }: { ask: string; body: object }): [string, object] => [ask, body];
const beginC1 = asked(begin('r1', [c1]));
const setC1 = asked(set('r1', c1));
const getC1 = asked(get([c1.resource], []));

async function withFault(fault: Fault) {
  const file = hostFile({}, [fault]);
  const talking = await talk(file);
  const stored = () =>
    readState(file).registry.find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test')?.values[4]?.data;
  return { file, stored, ...talking, talking };
}

describe('a fault on demand', () => {
  test('drop-before: nothing was carried out, the lease undoes, nobody hears an exit code', async () => {
    const { ask, host, stored, file } = await withFault({ verb: 'set', fault: 'drop-before' });
    await ask(...beginC1);
    expect(await ask(...setC1)).toBeUndefined();
    expect((await host.ended).exitCode).toBeUndefined();
    expect(stored()).toBe(32);
    expect(readState(file).writes).toBe(0);
    expect(parsedFile(readState(file), 'lock.json')).toBeNull();
  });

  test('drop-after a set: it was carried out, and the lease took it back', async () => {
    const { ask, stored, file } = await withFault({ verb: 'set', fault: 'drop-after' });
    await ask(...beginC1);
    expect(await ask(...setC1)).toBeUndefined();
    expect(stored()).toBe(32);
    expect(readState(file).writes).toBe(2);
  });

  test('drop-after a keep: kept, though the controller never heard', async () => {
    const { ask, stored } = await withFault({ verb: 'keep', fault: 'drop-after' });
    await ask(...beginC1);
    await ask(...setC1);
    expect(await ask(...asked(keep('r1')))).toBeUndefined();
    expect(stored()).toBe(64);
  });

  test('die: the process is gone, nothing is undone, the lock is left behind', async () => {
    const { ask, host, stored, file } = await withFault({ verb: 'get', fault: 'die' });
    await ask(...beginC1);
    await ask(...setC1);
    expect(await ask(...getC1)).toBeUndefined();
    expect((await host.ended).exitCode).toBe(1);
    expect(stored()).toBe(64);
    expect(parsedFile(readState(file), 'lock.json')).toMatchObject({ run: 'r1' });
    expect(readState(file).processes).toEqual([]);
  });

  test('die after a number of flushes: what was flushed is there, nothing after it', async () => {
    const { ask, stored, file } = await withFault({ verb: 'set', fault: 'die', after: 2 });
    await ask(...beginC1);
    expect(await ask(...setC1)).toBeUndefined();
    expect(stored()).toBe(64);
    expect(parsedFile(readState(file), 'r1\\steps.ndjson')).toMatchObject([{ step: 'intended' }]);
  });

  test('fail: the verb answers its own failure and the session goes on', async () => {
    const { ask, stored } = await withFault({ verb: 'set', fault: 'fail' });
    await ask(...beginC1);
    expect(await ask(...setC1)).toMatchObject({ error: { code: 'set-failed', data: { now: dword(32) } } });
    expect(stored()).toBe(32);
    expect(await ask(...getC1)).toMatchObject({ reply: { states: [dword(32)] } });
  });

  test('lie: the reply claims what was wanted, another reading tells the truth', async () => {
    const { ask } = await withFault({ verb: 'set', fault: 'lie' });
    await ask(...beginC1);
    expect(await ask(...setC1)).toMatchObject({ reply: { now: dword(64) } });
    expect(await ask(...getC1)).toMatchObject({ reply: { states: [dword(63)] } });
  });

  test('differ: something else stands there and the host says so', async () => {
    const { ask, stored } = await withFault({ verb: 'set', fault: 'differ' });
    await ask(...beginC1);
    expect(await ask(...setC1)).toMatchObject({ error: { code: 'set-differs', data: { now: dword(63) } } });
    expect(stored()).toBe(63);
  });

  test('record-failed: no lock, no record', async () => {
    const { ask, file } = await withFault({ verb: 'begin', fault: 'record-failed' });
    expect(await ask(...beginC1)).toMatchObject({ error: { code: 'record-failed' } });
    expect(readState(file).files).toEqual([]);
  });

  test('garble: what comes back is no frame, whole line though it is', async () => {
    const { ask, client, talking } = await withFault({ verb: 'get', nth: 1, fault: 'garble' });
    client.send('{"n":1,"verb":"=get","resources":[]}');
    await ask(...getC1);
    expect(client.heard).toHaveLength(2);
    expect(client.heard[0]).toMatch(/^<<R1:/);
    expect(framesHeard(talking)).toHaveLength(1);
  });

  test('huge: a frame past the limit', async () => {
    const { ask, client } = await withFault({ verb: 'get', fault: 'huge' });
    await ask(...getC1);
    expect(client.heard[0]?.length).toBeGreaterThan(8 * 1024 * 1024);
  });

  test('hang: no answer ever, but the end of the line is still noticed', async () => {
    const { ask, host, client, file, talking } = await withFault({ verb: 'get', fault: 'hang' });
    await ask(...beginC1);
    await ask(...setC1);
    client.send('{"n":3,"verb":"=get","resources":[]}');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(framesHeard(talking)).toHaveLength(2);
    client.closeStdin();
    expect((await host.ended).exitCode).toBe(5);
    expect(parsedFile(readState(file), 'lock.json')).toBeNull();
  });

  test('nth counts the requests of that verb; a fault for once is used up', async () => {
    const { ask, file } = await withFault({ verb: 'get', nth: 2, once: true, fault: 'fail' });
    expect(await ask(...getC1)).toHaveProperty('reply');
    await ask('observe', { questions: [] });
    expect(await ask(...getC1)).toHaveProperty('error');
    expect(await ask(...getC1)).toHaveProperty('reply');
    expect(readState(file).faults).toEqual([]);
  });
});
