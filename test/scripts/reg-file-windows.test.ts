import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeRegFile } from '../../src/journal/reg-file.ts';
import { present, type State } from '../../src/model/state.ts';
import { byHand } from '../../src/run/export/by-hand.ts';
import { windowsPwsh } from '../fakes/start-windows.ts';

const KEY = `SOFTWARE\\Setright Advise ${process.pid}`;
const missing =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';

const change = (name: string, before: State, after: State) => ({
  id: name,
  resource: { kind: 'registry-value', hive: 'HKLM', key: KEY, name, view: 64 } as const,
  before,
  after,
  reason: 'the test',
  remedy: 'test',
  reversible: 'yes' as const,
  sensitive: false,
});
const dword = (data: number) => present({ kind: 'REG_DWORD', data });
const text = (data: string) => present({ kind: 'REG_SZ', data });
const none: State = { status: 'absent', missing: 'value' };

/** Imports the one, the other and the one again; what the key holds after each. */
function imported(undo: Buffer, cure: Buffer): readonly string[] {
  const file = (bytes: Buffer) =>
    `$file = [System.IO.Path]::GetTempFileName() + '.reg'; [System.IO.File]::WriteAllBytes($file, [Convert]::FromBase64String('${bytes.toString('base64')}'))`;
  const steps = [undo, cure, undo].map(
    (bytes) =>
      `${file(bytes)}; reg.exe import $file *> $null; [System.IO.File]::Delete($file); reg.exe query 'HKLM\\${KEY}'; '----'`,
  );
  const [program = '', ...first] = windowsPwsh;
  const command = [...steps, `reg.exe delete 'HKLM\\${KEY}' /f *> $null`].join('\n');
  const { stdout } = spawnSync(program, [...first, '-NoProfile', '-Command', command], { encoding: 'utf8' });
  return stdout.split('----').map((part) => part.trim().split(/\r?\n/).sort().join('\n'));
}

/** An independent reader of .reg files: the reg.exe of Wine. */
describe.skipIf(missing !== '')(`the .reg files of advise${missing}`, () => {
  it('are taken by reg import, and the second takes back what the first did', async () => {
    const { reg: cure, undoReg } = byHand({
      changes: [
        change('Delay', none, dword(30)),
        change('a "b" \\ c', text('before'), text('C:\\after "x"')),
        change('gone', dword(4294967295), none),
      ],
      effects: [],
    });
    const folder = mkdtempSync(join(tmpdir(), 'setright-reg-'));
    const [first, second] = [join(folder, 'cure.reg'), join(folder, 'undo.reg')];
    await writeRegFile(first, cure);
    await writeRegFile(second, undoReg);
    const [before, cured, after] = imported(readFileSync(second), readFileSync(first));
    expect(before).toContain('before');
    expect(before).toContain('0xffffffff');
    expect(cured).toMatch(/Delay +REG_DWORD +0x1e/);
    expect(cured).toContain('C:\\after "x"');
    expect(cured).not.toContain('gone');
    expect(after).toBe(before);
  });
});
