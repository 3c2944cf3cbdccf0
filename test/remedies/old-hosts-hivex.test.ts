import { describe, expect, test } from 'vitest';
import { byHand } from '../../src/run/export/by-hand.ts';
import { importReg } from '../cli/read-reg.ts';
import { because } from '../transports/powershell.ts';
import { Hivex, hivexMissing } from './hivex.ts';
import { stateOf } from './host-case.ts';
import { oldHosts, survey } from './old-hosts.ts';

/** What a person imports is read by a program that knows nothing of ours. */
describe.skipIf(hivexMissing)(`the .reg pair of each old host, read by hivex${because(hivexMissing)}`, () => {
  test.each(oldHosts)('$name, $file', async ({ name, entry }) => {
    const state = stateOf(entry);
    const { reg, undoReg } = byHand(await survey(state, name, entry));
    const cured = importReg(state.registry, Buffer.from(`\ufeff${reg}`, 'utf16le'));
    const host = new Hivex(state.registry);
    const before = host.values();
    host.import(reg);
    expect(host.values(), 'the first file does what regedit would').toEqual(new Hivex(cured).values());
    expect(host.values()).not.toEqual(before);
    host.import(undoReg);
    expect(host.values(), 'the second takes it back to the byte').toEqual(before);
  });
});
