import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requestLine } from '../../src/model/line.ts';
import { prelude } from '../../src/powershell/index.ts';
import { baseHost } from '../conformance/base-host.ts';
import { talkTo } from '../conformance/line-client.ts';
import { readState, writeState } from '../conformance/patch-host.ts';
import { change, dword, speaker, value } from '../conformance/vocabulary.ts';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const nonce = '0123456789abcdef'.repeat(2);
const c1 = change('c1', value('Dword'), dword(32), dword(64));

/** A host with a clock that runs, so that a restart takes the seconds it takes. */
function hostOnItsOwnClock(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'setright-cut-')), 'host.json');
  const { clock: _, ...state } = baseHost();
  writeState(file, state);
  return file;
}

describe.skipIf(pwshMissing)(`a restart whose line is lost in the middle${because(pwshMissing)}`, () => {
  it('is carried to running as recorded, and then the value is undone', async () => {
    const file = hostOnItsOwnClock();
    const before = readState(file);
    const runtime = fakeRuntime();
    const line = talkTo(startFakeWindows(file, runtime), nonce, prelude(nonce, runtime));
    line.send(requestLine(1, 'begin', { run: 'r1', speaker, leaseSeconds: 600, changes: [c1] }));
    await line.answer();
    line.send(requestLine(2, 'set', { run: 'r1', change: 'c1', expect: c1.before, want: c1.after }));
    await line.answer();
    const target = { service: 'MSExchangeIS', deadlineSeconds: 60 };
    line.send(requestLine(3, 'effect', { run: 'r1', id: 'e1', kind: 'service.restart', target }));
    const steps = () => readState(file).files.find(({ path }) => path === 'r1\\steps.ndjson')?.text ?? '';
    await expect.poll(steps, { timeout: 60_000, interval: 50 }).toContain('effect-intended');
    line.destroy();
    await line.ended();
    const after = readState(file);
    const standing = (state: typeof after) => state.services.map(({ name, status }) => ({ name, status }));
    expect(standing(after)).toEqual(standing(before));
    expect(after.registry).toEqual(before.registry);
    expect([...steps().matchAll(/"step":"=([a-z-]+)"/g)].map(([, step]) => step)).toEqual([
      'intended',
      'set',
      'effect-intended',
      'effect-done',
      'undo-intended',
      'undone',
      'restored',
    ]);
  }, 120_000);
});
