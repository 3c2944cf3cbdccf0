import { describe, expect, it } from 'vitest';
import { prelude, readRuntime, readScripts } from '../../src/powershell/index.ts';
import { assembleRuntime } from '../../src/powershell/runtime.ts';
import { FAKE_WINDOWS } from '../fakes/start-powershell.ts';

const bootstrap = { path: 'bootstrap.ps1', text: 'boot' };

describe('assembleRuntime', () => {
  it('puts tables before what fills them and the loop last, whatever order the files come in', () => {
    const paths = [
      'runtime.ps1',
      'undo.ps1',
      'verbs/get.ps1',
      'facts/os.ps1',
      'windows/a.ps1',
      'core/tables.ps1',
    ];
    const { text, files } = assembleRuntime([
      bootstrap,
      ...paths.map((path) => ({ path, text: `# ${path}\n` })),
    ]);
    expect(text.match(/^# ---- .+$/gm)).toEqual(
      ['core/tables.ps1', 'windows/a.ps1', 'facts/os.ps1', 'undo.ps1', 'verbs/get.ps1', 'runtime.ps1'].map(
        (path) => `# ---- ${path}`,
      ),
    );
    expect(files[0]).toMatchObject({ path: 'bootstrap.ps1' });
  });

  it('refuses a script that it has no place for: it would silently not be sent', () => {
    expect(() => assembleRuntime([bootstrap, { path: 'new/x.ps1', text: '' }])).toThrow('scripts/new/x.ps1');
  });

  it('gives the same bytes and hash every time, and other ones for other scripts', () => {
    expect(readRuntime()).toEqual(readRuntime());
    expect(readRuntime().sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readRuntime(FAKE_WINDOWS).sha256).not.toBe(readRuntime().sha256);
  });

  it('sends every script of the package but those around an exported plan', () => {
    const { files, text } = readRuntime();
    const sent = readScripts()
      .map(({ path }) => path)
      .filter((path) => !path.startsWith('export/'));
    expect(files.map(({ path }) => path).sort()).toEqual(sent.sort());
    for (const path of sent) if (path !== 'bootstrap.ps1') expect(text).toContain(`# ---- ${path}\n`);
    expect(text).not.toContain('# ---- export/');
  });
});

describe('prelude', () => {
  it('states the length that the host counts', () => {
    const [nonce, length, ...rest] = prelude('0'.repeat(32), { text: 'one\ntwo' }).split('\n');
    expect({ nonce, length, rest }).toEqual({ nonce: '0'.repeat(32), length: '7', rest: ['one', 'two', ''] });
  });

  it('takes no nonce that a host could mistake for something else', () => {
    expect(() => prelude('', { text: '' })).toThrow('32 hex digits');
    expect(() => prelude(`${'0'.repeat(31)}\n`, { text: '' })).toThrow();
  });
});
