import { remedyTable } from '../../src/remedies/index.ts';
import { type HostCase, hostCasesOf } from './host-case.ts';
import { systems } from './systems.ts';

const canBeServed = ({ system }: HostCase) => Number.parseFloat(systems[system]().engine.version) >= 5.1;

/** Each process of it costs seconds: of every remedy one host that is sick and is cured, one that looks so and is not. */
export const powershellCases = Object.keys(remedyTable).flatMap((name) => {
  const served = hostCasesOf(name).flatMap(([file, entry]) =>
    canBeServed(entry) ? [{ name, file, entry }] : [],
  );
  const sick = served.filter(({ file }) => file.startsWith('sick'));
  const cured = sick.find(({ entry }) => entry.expected.changes !== undefined) ?? sick[0];
  const seems = served.find(({ file }) => /^(looks|healthy|not-applicable)/.test(file));
  return [cured, seems].flatMap((each) => each ?? []);
});
