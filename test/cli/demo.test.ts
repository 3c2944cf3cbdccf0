import { globSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Desk } from './desk.ts';

const folders = () => globSync('setright-demo-*', { cwd: tmpdir() });

describe('demo', () => {
  it('tells the whole story in under a minute, leaves nothing behind and ends 0', async () => {
    const desk = await Desk.open({});
    const before = folders();
    const began = Date.now();
    const said = await desk.start('demo');
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(said.exitCode).toBe(0);
    for (const part of [
      /EX01 +noncompliant/,
      /EX02 +compliant/,
      /FS01 +not-applicable/,
      /EX05 +unreachable/,
      /answered by the demo/,
      /EX01 +applied/,
      /EX03 +restored +.*\n.*\n? .*reads/,
      /EX04 +restored/,
      /\$ setright rollback last/,
      /reads as before the story: yes/,
    ])
      expect(said.stdout).toMatch(part);
    expect(folders()).toEqual(before);
    expect(globSync('data/**', { cwd: desk.folder })).toEqual([]);
  });

  it('--json tells it in one document; --keep leaves the folder to go on with', async () => {
    const desk = await Desk.open({});
    const before = folders();
    const document = JSON.parse((await desk.type('demo', '--json', '--keep', '--quiet')).stdout);
    expect(document).toMatchObject({ schema: 'setright/demo@1', restored: true });
    expect(document.steps.map(({ exitCode }: { exitCode: number }) => exitCode)).toEqual([5, 5, 3, 0]);
    const [folder] = folders().filter((name) => !before.includes(name));
    const inventory = join(tmpdir(), folder ?? '', 'inventory.yaml');
    expect((await desk.type('check', 'EX02', '-i', inventory)).exitCode).toBe(0);
    rmSync(join(tmpdir(), folder ?? ''), { recursive: true });
  });
});
