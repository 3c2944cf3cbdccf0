import type { EffectWish, Wish } from '../../src/model/remedy.ts';
import type { Resource } from '../../src/model/resource.ts';
import { present } from '../../src/model/state.ts';
import type { HostState, NetworkInterface } from '../../src/transports/simulated/state/state.ts';
import { dword, rebootOf, restartOf, value, wish } from '../run/lab.ts';
import { ANNA, BERT, userValue, withUsers } from '../run/users.ts';

/** What a run sets out to do. `rollsBack`: the run under test takes back another that did all this undisturbed. */
export interface MatrixPlan {
  readonly name: string;
  readonly wishes: readonly Wish[];
  readonly effects: readonly EffectWish[];
  readonly rollsBack: boolean;
  /** Of users: their host has some, and hives may be mounted. */
  readonly hasUsers?: true;
  /** Of their MTUs: the host's interfaces. */
  readonly interfaces?: readonly NetworkInterface[];
}

const NEW_KEY = 'SOFTWARE\\Setright Test\\A\\B';
const pop3 = (kind: 'service-status' | 'service-start-type'): Resource => ({
  kind,
  service: 'MSExchangePop3',
});

const inNewKey = [
  wish(value('New', NEW_KEY), dword(1)),
  wish(value('Dword'), dword(64)),
  wish(value('Other', NEW_KEY), present({ kind: 'REG_MULTI_SZ', data: ['a', 'b'] })),
];

/** The rollback takes all of these back at once. */
const everything = [
  ...inNewKey,
  wish(value('Sz'), { status: 'absent', missing: 'value' }),
  wish(pop3('service-start-type'), present('auto')),
  wish(pop3('service-status'), present('running')),
];

const plan = (
  name: string,
  wishes: readonly Wish[],
  effects: readonly EffectWish[] = [],
  rollsBack = false,
): MatrixPlan => ({ name, wishes, effects, rollsBack });

/** What such a plan needs on its host. */
export function prepareHost(state: HostState, { hasUsers, interfaces }: MatrixPlan): void {
  if (hasUsers) withUsers(state);
  if (interfaces) state.interfaces = structuredClone([...interfaces]);
}

/** Each made under the guard, the last for a time as well. */
const guardedPlans: readonly MatrixPlan[] = [
  plan('a stop, guarded', [
    inNewKey[1] as Wish,
    wish({ kind: 'service-status', service: 'Spooler' }, present('stopped')),
  ]),
  plan('a value for a time', [wish(value('Dword'), dword(64), { undoAfterSeconds: 8 * 3_600 })]),
];

export const matrixPlans: readonly MatrixPlan[] = [
  plan('one value', [wish(value('Dword'), dword(64))]),
  plan('values in a new key', inNewKey),
  plan('values, start type, status', [inNewKey[1] as Wish, ...everything.slice(3)]),
  plan('values, service.restart', inNewKey.slice(0, 2), [restartOf('MSExchangeIS', value('Dword'))]),
  plan('value, reboot', [wish(value('Dword'), dword(64))], [rebootOf(0, value('Dword'))]),
  plan('rollback', everything, [], true),
  ...guardedPlans,
  {
    ...plan('value, MTU, value, guarded', [
      wish(value('Dword'), dword(64)),
      wish(
        { kind: 'interface-mtu', interface: 12, family: 'IPv4' },
        present({ active: 1400, persistent: 1400 }),
      ),
      wish(value('New', NEW_KEY), dword(1)),
    ]),
    interfaces: [
      { index: 12, alias: 'E', description: 'A', kind: 'physical', ipv4: { active: 1500, persistent: 1500 } },
    ],
  },
  {
    ...plan('values of users, logged on or not', [
      wish(userValue(ANNA), dword(64)),
      wish(userValue(BERT, 'New', 'Software\\A\\B'), dword(1)),
      wish(userValue(BERT), dword(64)),
    ]),
    hasUsers: true,
  },
];
