import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Desk } from './desk.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/captures/${name}.pcap`, import.meta.url));

describe('setright capture', () => {
  it.each([
    ['hole-at-sender', 2, /^black-hole: /m],
    ['told', 0, /^too-big-told: /m],
    ['hole-clamped', 0, /^fine: /m],
    ['fragments-lost', 2, /IP identification \d+/],
  ])('%s ends %i and says why, with packet numbers', async (name, exitCode, text) => {
    const said = await (await Desk.open({})).type('capture', fixture(name));
    expect(said).toMatchObject({ exitCode, stderr: '' });
    expect(said.stdout).toMatch(text);
    expect(said.stdout).toMatch(/packets? \d+/);
  });

  it('--json has the whole report', async () => {
    const said = await (await Desk.open({})).type('capture', fixture('hole-at-sender'), '--json');
    const report = JSON.parse(said.stdout);
    expect(report).toMatchObject({ schema: 'setright/capture@1', format: 'pcap', verdict: 'black-hole' });
    expect(report.conversations[0].directions[0].smallestSwallowed.size).toBe(1500);
  });

  it('names the file that it cannot use', async () => {
    const desk = await Desk.open({});
    writeFileSync(desk.path('mapi.zip'), 'PK no capture');
    for (const file of [desk.path('mapi.zip'), desk.path('nowhere.pcap')]) {
      const said = await desk.type('capture', file);
      expect(said).toMatchObject({ exitCode: 1, stdout: '' });
      expect(said.stderr).toContain(file);
    }
  });
});
