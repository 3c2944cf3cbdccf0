import { describe, expect, it } from 'vitest';
import { diagnose, hostsOf } from './diagnosed.ts';
import { openScene } from './seed-hosts.ts';

/** The hosts of the four texts that Setright began with, as state files, each with the cause that its text names. */
const texts: readonly { scene: string; host: string; cause: string; words?: readonly string[] }[] = [
  { scene: 'many-pst-files', host: 'PC07', cause: 'outlook-memory' },
  { scene: 'vpn-reconnects', host: 'EX08', cause: 'path-black-hole' },
  { scene: 'vpn-limit-raised', host: 'EX08', cause: 'path-black-hole' },
  {
    scene: 'mapi-leak',
    host: 'EX03',
    cause: 'mapi-leak',
    words: ['--set', 'exchange-mapi-leak.program=bes'],
  },
  { scene: 'event-9646', host: 'EX04', cause: 'scalable-networking' },
];

describe('the diagnosis of the four texts', () => {
  it.each(texts)('$scene: $host ends with $cause', async ({ scene, host, cause, words = [] }) => {
    const desk = await openScene(scene);
    const said = await diagnose(desk, '--state', desk.statePath(host), ...words);
    expect(said.exitCode, said.stderr).toBe(2);
    const [found] = hostsOf(said);
    expect(found?.causes[0]?.cause, found?.summary).toBe(cause);
    expect(found?.couldNotTell).toEqual([]);
  });

  it('the limit that was raised to 512 is no fix, though the event has been silent since', async () => {
    const desk = await openScene('vpn-limit-raised');
    const [found] = hostsOf(await diagnose(desk, '--state', desk.statePath('EX08')));
    expect(found?.causes.flatMap(({ fixes }) => fixes.flatMap(({ remedy }) => remedy ?? []))).toEqual([]);
    expect(found?.causes[0]?.nonFixes[0]?.why).toMatch(/is 512: .*silences event 9646 and cures nothing/);
  });
});
