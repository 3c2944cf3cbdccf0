import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { causes } from '../../src/diagnosis/causes/index.ts';
import { asciiJson, mark } from '../../src/model/line.ts';
import { Desk } from '../cli/desk.ts';
import { type HostCase, hostCasesOf, stateOf } from '../remedies/host-case.ts';
import { systems } from '../remedies/systems.ts';
import { diagnose, hostsOf } from './diagnosed.ts';

/** The remedies behind each line of the catalogue's table. */
const rows = {
  'many PST files': ['outlook-pst-cache'],
  'WinINet connections': ['wininet-connections'],
  'port exhaustion': ['tcp-port-exhaustion'],
  TcpTimedWaitDelay: ['tcp-timed-wait-delay'],
  'the dead key': ['misspelt-control-set'],
  GCBreakOnOOM: ['gc-break-on-oom'],
  'signs of the CRM client': ['crm-outlook'],
  'event 9646': ['exchange-mapi-sessions', 'exchange-mapi-objects', 'outlook-shared-folders'],
  'Scalable Networking': ['scalable-networking'],
  'the leak of KB898782': ['exchange-mapi-leak'],
  'the MTU of a VPN': ['vpn-black-hole'],
} as const;

const cases = Object.entries(rows).flatMap(([row, names]) =>
  names.flatMap((name) => hostCasesOf(name).map(([file, entry]) => ({ row, name, file, entry }))),
);
const sick = cases.filter(({ entry }) => entry.expected.verdict === 'noncompliant');
const others = cases.filter(({ file }) => file.startsWith('looks-sick'));

/** The whole of one case by the command line: its host, or its state file where the host cannot be served. */
async function look(name: string, entry: HostCase) {
  const desk = await Desk.open({ HOST01: () => {} });
  await writeFile(desk.statePath('HOST01'), asciiJson(mark(stateOf(entry))));
  const isOld = Number.parseFloat(systems[entry.system]().engine.version) < 5.1;
  const { peer, ...parameters } = entry.parameters ?? {};
  const said = await diagnose(
    desk,
    ...(isOld ? ['--state', desk.statePath('HOST01')] : ['HOST01']),
    ...(peer === undefined ? [] : ['--peer', String(peer)]),
    ...Object.entries(parameters).flatMap(([key, value]) => ['--set', `${name}.${key}=${value}`]),
  );
  const [host] = hostsOf(said);
  if (!host) throw new Error(said.stderr);
  const mine = host.causes.filter(
    ({ cause }) => cause === name || causes.some((one) => one.name === cause && one.explains.includes(name)),
  );
  return { said, mine };
}

describe('every line of the catalogue', () => {
  test.each(Object.entries(rows))('%s has a host that is sick, and one that looks it', (_row, names) => {
    for (const name of names) {
      expect(sick.map((one) => one.name)).toContain(name);
      expect(others.map((one) => one.name)).toContain(name);
    }
  });

  test.each(sick)('$row: $name, $file is diagnosed', async ({ name, entry }) => {
    const { said, mine } = await look(name, entry);
    expect(said.exitCode, said.stdout + said.stderr).not.toBe(0);
    expect(mine, said.stdout).not.toEqual([]);
    for (const { because, fixes, wouldChange } of mine)
      expect([because.length, fixes.length, wouldChange.length]).not.toContain(0);
  });

  test.each(others)('$row: $name, $file is not', async ({ name, entry }) => {
    const { said, mine } = await look(name, entry);
    const isFound = entry.expected.verdict === 'noncompliant';
    expect(mine.length > 0, said.stdout).toBe(isFound);
  });
});
