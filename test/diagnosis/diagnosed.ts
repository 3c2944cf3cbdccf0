import type { DiagnosedHost } from '../../src/model/causal-chain.ts';
import type { Desk, Said } from '../cli/desk.ts';

export const hostsOf = (said: Said): readonly DiagnosedHost[] => JSON.parse(said.stdout).hosts;
export const hostOf = (said: Said, name: string): DiagnosedHost => {
  const found = hostsOf(said).find(({ host }) => host === name);
  if (!found) throw new Error(`${name} is not in ${said.stdout}${said.stderr}`);
  return found;
};
/** The chain in kinds: `large-packets-vanish > outlook-reconnects`. */
export const chainOf = ({ sightings, links }: DiagnosedHost): readonly string[] => {
  const kindOf = (id: string) => sightings.find((sighting) => sighting.id === id)?.kind;
  return [...new Set(links.map(({ from, to }) => `${kindOf(from)} > ${kindOf(to)}`))];
};
export const diagnose = (desk: Desk, ...words: readonly string[]) =>
  desk.type('diagnose', ...words, '--json');
