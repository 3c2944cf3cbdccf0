import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { change } from './vocabulary.ts';

/** What the cases of a trial say again and again. */
export const v4: Resource = { kind: 'interface-mtu', interface: 12, family: 'IPv4' };
export const mtu = (active: number, persistent: number | null): State => present({ active, persistent });
export const hostWith = (active: number, persistent: number | null) => ({
  interfaces: [
    { index: 12, alias: 'E', description: 'A', kind: 'physical' as const, ipv4: { active, persistent } },
  ],
});
export const lasting = change('c1', v4, mtu(1500, null), mtu(1400, 1400));
export const other = change('c1', v4, mtu(1500, 9000), mtu(1400, 1300));
export const tried = mtu(1400, null);
