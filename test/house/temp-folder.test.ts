import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setup } from '../own-temp-folder.ts';

describe('temporary folders of tests', () => {
  it('are in one that belongs to this run of the tests', () => {
    expect(basename(tmpdir())).toMatch(/^setright-tests-/);
  });

  it('go with it, and leave the folder of the system alone', () => {
    const around = tmpdir();
    const teardown = setup();
    const own = tmpdir();
    expect(dirname(own)).toBe(around);
    mkdirSync(join(own, 'setright-run-1'));
    writeFileSync(join(own, 'setright-run-1', 'ex01.json'), '{}');
    teardown();
    expect(existsSync(own)).toBe(false);
    expect(tmpdir()).toBe(around);
    expect(existsSync(around)).toBe(true);
  });
});
