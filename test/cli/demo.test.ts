import { globSync, mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Desk } from './desk.ts';

/** A desk whose temporary folder and home are its own, so that what a demo leaves behind anywhere is seen. */
async function deskWithTemporaryFolder(): Promise<Desk> {
  const desk = await Desk.open({});
  const home = desk.path('home');
  desk.environment = {
    TMPDIR: desk.path('tmp'),
    HOME: home,
    XDG_DATA_HOME: home,
    USERPROFILE: home,
    LOCALAPPDATA: home,
  };
  for (const name of ['tmp', 'home']) mkdirSync(desk.path(name));
  return desk;
}

describe('demo', () => {
  it('tells the whole story in under a minute, leaves nothing behind and ends 0', {
    timeout: 60_000,
  }, async () => {
    const desk = await deskWithTemporaryFolder();
    const before = globSync('**', { cwd: desk.folder }).sort();
    const said = await desk.start('demo');
    for (const part of [
      /EX01 +noncompliant/,
      /EX02 +compliant/,
      /FS01 +not-applicable/,
      /EX05 +unreachable/,
      /answered by the demo/,
      /EX01 +applied/,
      /EX03 +restored +.*\n.*\n? .*reads/,
      /EX04 +(refused|restored) .*database\s+availability group/s,
      /\$ setright rollback last/,
      /reads as before the story: yes/,
    ])
      expect(said.stdout).toMatch(part);
    expect(said.exitCode).toBe(0);
    expect(globSync('**', { cwd: desk.folder }).sort()).toEqual(before);
  });

  it('--json tells it in one document; --keep leaves the folder to go on with', async () => {
    const desk = await deskWithTemporaryFolder();
    const said = await desk.start('demo', '--json', '--keep', '--quiet');
    expect(said.stderr).toBe('');
    const document = JSON.parse(said.stdout);
    expect(document).toMatchObject({ schema: 'setright/demo@1', restored: true });
    expect(document.steps.map(({ exitCode }: { exitCode: number }) => exitCode)).toEqual([5, 5, 3, 0]);
    const [inventory = ''] = globSync('tmp/*/inventory.yaml', { cwd: desk.folder });
    const typed = async (...words: string[]) =>
      JSON.parse((await desk.start(...words, '-i', desk.path(inventory), '--json')).stdout);
    const { exitCode, hosts } = await typed('check', 'all');
    expect([exitCode, verdictsOf(hosts)]).toEqual([5, verdictsOf(document.steps[0].result.hosts)]);
  });
});

const verdictsOf = (
  hosts: readonly { host: string; findings: readonly { remedy: string; verdict: string }[] }[],
) =>
  hosts.map(({ host, findings }) => [host, findings.map(({ remedy, verdict }) => `${remedy}: ${verdict}`)]);
