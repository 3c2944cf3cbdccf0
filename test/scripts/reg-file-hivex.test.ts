import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeRegFile } from '../../src/journal/reg-file.ts';
import type { RegistryData } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { byHand } from '../../src/run/export/by-hand.ts';
import { hivexMissing } from '../remedies/hivex.ts';
import { because } from '../transports/powershell.ts';
import { emptyHive } from './empty-hive.ts';

const KEY = 'SYSTEM\\Setright';
// The hive is that of HKLM\SYSTEM, and unlike regedit this program makes one level of keys only.
const PREFIX = ['--prefix', 'HKEY_LOCAL_MACHINE\\SYSTEM'];
const absent: State = { status: 'absent', missing: 'value' };
const value = (kind: RegistryData['kind'], data: RegistryData['data']): State =>
  present({ kind, data } as never);

/** Name, before, after: every kind both ways, and names that a reader can trip over. ASCII, for this reader knows no other letters. */
const changes: readonly (readonly [string, State, State])[] = [
  ['Delay', absent, value('REG_DWORD', 30)],
  ['', value('REG_SZ', 'default'), absent],
  ['a "b" \\ c', value('REG_SZ', 'before; [x]'), value('REG_SZ', 'C:\\after "x"')],
  ['dword', value('REG_DWORD', 4294967295), value('REG_SZ', '4294967295')],
  ['qword', value('REG_QWORD', '18446744073709551615'), value('REG_QWORD', '1')],
  ['expand', value('REG_EXPAND_SZ', '%SystemRoot%\\x'), value('REG_SZ', '')],
  ['list', value('REG_MULTI_SZ', ['one', 'two']), value('REG_MULTI_SZ', [])],
  ['bytes', value('REG_BINARY', '00ff'.repeat(60)), value('REG_BINARY', '')],
  ['none', value('REG_NONE', '01'), absent],
];

/** By the other program: merges a file that we wrote, and says what the hive holds then. */
function merged(hive: string, regFile: string): string {
  // It takes the text in the encoding of Unix; Windows' own UTF-16 is for its callers to recode, says its page.
  const text = readFileSync(regFile).subarray(2).toString('utf16le');
  const input = `${regFile}.utf8`;
  writeFileSync(input, text);
  const merge = spawnSync('hivexregedit', ['--merge', ...PREFIX, hive, input], { encoding: 'utf8' });
  expect(merge).toMatchObject({ status: 0, stderr: '' });
  return spawnSync('hivexregedit', ['--export', ...PREFIX, hive, '\\Setright'], { encoding: 'utf8' }).stdout;
}

/** An independent reader of .reg files and hives. */
describe.skipIf(hivexMissing)(`the .reg files of advise, read by hivex${because(hivexMissing)}`, () => {
  it('set every kind exactly, and the second takes back what the first did', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'setright-hive-'));
    const [hive, cure, undo] = ['hive', 'cure.reg', 'undo.reg'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(hive, emptyHive());
    const { reg, undoReg } = byHand({
      changes: changes.map(([name, before, after]) => ({
        id: name,
        resource: { kind: 'registry-value', hive: 'HKLM', key: KEY, name, view: 64 } as const,
        before,
        after,
        reason: 'the test',
        remedy: 'test',
        reversible: 'yes' as const,
        sensitive: false,
      })),
      effects: [],
    });
    await writeRegFile(cure, reg);
    await writeRegFile(undo, undoReg);
    const before = merged(hive, undo);
    const cured = merged(hive, cure);
    expect(before).toMatch(/"bytes"=hex\(3\):(00,ff,?){60}/);
    expect(before).toContain('"dword"=dword:ffffffff');
    expect(before).toContain('"qword"=hex(b):ff,ff,ff,ff,ff,ff,ff,ff');
    expect(cured).toContain('"Delay"=dword:0000001e');
    expect(cured).toContain('"qword"=hex(b):01,00,00,00,00,00,00,00');
    expect(cured).not.toMatch(/"none"|^@=/m);
    expect(lines(merged(hive, undo))).toEqual(lines(before));
  });
});

const lines = (text: string): readonly string[] => text.split('\n').sort();
