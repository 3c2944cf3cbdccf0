import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asciiJson, mark, ProcessExit, requestLine } from '../../src/model/line.ts';
import { prelude, type Runtime } from '../../src/powershell/index.ts';
import { baseHost } from '../conformance/base-host.ts';
import { parsedFile } from '../conformance/judge-case.ts';
import { talkTo } from '../conformance/line-client.ts';
import { readState } from '../conformance/patch-host.ts';
import { begin, change, dword, set, value } from '../conformance/vocabulary.ts';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const nonce = '0123456789abcdef'.repeat(2);
const c1 = change('c1', value('Dword'), dword(32), dword(64));

function startOn(runtime: Runtime) {
  const folder = mkdtempSync(join(tmpdir(), 'setright-exit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'host.json');
  writeFileSync(file, asciiJson(mark(baseHost())));
  const host = startFakeWindows(file, runtime);
  let errors = '';
  host.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return { file, host, client: talkTo(host, nonce, prelude(nonce, runtime)), errors: () => errors };
}

/** 0 and 5 are in the conformance cases, 30 and 31 in bootstrap.test.ts. */
describe.skipIf(pwshMissing)(`a fault of our own on the host${because(pwshMissing)}`, () => {
  it('ends the process with 32 and says why on stderr; what was uncommitted is undone first', async () => {
    const runtime = fakeRuntime();
    const loop = 'function Read-Line([double]$leaseSeconds) {\n';
    expect(runtime.text).toContain(loop);
    const broken = `${loop}if ($null -ne $session['open'] -and $session['n'] -eq 2) { throw 'broken on purpose' }\n`;
    const { file, host, client, errors } = startOn({ ...runtime, text: runtime.text.replace(loop, broken) });
    for (const [index, { ask, body }] of [begin('r1', [c1]), set('r1', c1)].entries()) {
      client.send(requestLine(index + 1, ask, body));
      expect(await client.answer()).toContain('"reply"');
    }
    expect((await host.ended).exitCode).toBe(ProcessExit.internal);
    expect(errors()).toContain('broken on purpose');
    const state = readState(file);
    expect(parsedFile(state, 'r1\\steps.ndjson')).toContainEqual(
      expect.objectContaining({ step: 'restored' }),
    );
    const values = state.registry.flatMap((key) => key.values);
    expect(values).toContainEqual({ name: 'Dword', kind: 'REG_DWORD', data: 32 });
  }, 60_000);
});
