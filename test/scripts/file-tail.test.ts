import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pwsh } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const source = ['versions.ps1', 'processes.ps1']
  .map((file) => readFileSync(new URL(`../../scripts/windows/${file}`, import.meta.url), 'utf8'))
  .join('\n');

/** Our functions as they are, on files of this computer. */
function play(folder: string, call: string): readonly string[] {
  const file = join(folder, 'play.ps1');
  writeFileSync(file, `Set-StrictMode -Version 2\n$ErrorActionPreference = 'Stop'\n${source}\n${call}\n`);
  const { stdout } = spawnSync(pwsh, ['-NoProfile', '-NonInteractive', '-File', file], { encoding: 'utf8' });
  return stdout.trimEnd().split('\n');
}

describe.skipIf(pwshMissing)(`the end of a file${because(pwshMissing)}`, () => {
  it('is read in UTF-8 and in UTF-16, from a whole character on, and a short file is read whole', () => {
    const folder = mkdtempSync(join(tmpdir(), 'setright-tail-'));
    const text = `${'line\r\n'.repeat(1000)}the last ä line`;
    writeFileSync(join(folder, 'a.log'), text);
    writeFileSync(join(folder, 'b.log'), Buffer.from(text, 'utf16le'));
    writeFileSync(join(folder, 'c.log'), '');
    const tail = (name: string, bytes: number) =>
      `'[{0}]' -f (Read-FileTail '${join(folder, name)}' ${bytes}).Replace([string][char]13, '').Replace([string][char]10, '|')`;
    const calls = [tail('a.log', 20), tail('b.log', 41), tail('c.log', 10), tail('a.log', 100000)];
    expect(play(folder, calls.join('\n'))).toEqual([
      '[ne|the last ä line]',
      expect.stringMatching(/^\[(line)?\|the last ä line\]$/),
      '[]',
      `[${'line|'.repeat(1000)}the last ä line]`,
    ]);
  });

  it('files of a folder are found by name, the newest first; a folder that is not there has none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'setright-tail-'));
    for (const [index, name] of ['x-1.log', 'x-2.log', 'y.txt'].entries()) {
      writeFileSync(join(folder, name), 'abc');
      utimesSync(join(folder, name), 1000 + index, 1000 + index);
    }
    const find = (where: string) =>
      `foreach ($each in @(Find-Files '${where}' '-[0-9]+\\.log\\z' 5)) { '{0} {1} {2}' -f $each['path'].Substring(${folder.length + 1}), $each['size'], $each['at'] }; '-'`;
    expect(play(folder, [find(folder), find(`${folder}/nothing`), find('relative')].join('\n'))).toEqual([
      'x-2.log 3 1970-01-01T00:16:41.000Z',
      'x-1.log 3 1970-01-01T00:16:40.000Z',
      '-',
      '-',
      '-',
    ]);
  });
});
