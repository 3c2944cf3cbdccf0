import { printable } from '../model/printable.ts';
import type { RegistryValue, ResourceType, UserRegistryValue } from '../model/resource.ts';
import { foldCase } from '../model/windows-name.ts';
import { registryValue } from './registry-value.ts';
import { remembered } from './remembered.ts';

/** As a registry value of that user's hive: keys, and the `from` of states, are told from its root on. */
const inHive = remembered(
  ({ key, name }: UserRegistryValue): RegistryValue => ({
    kind: 'registry-value',
    hive: 'HKU',
    key,
    name,
    view: 64,
  }),
);

const isSameHive = (left: UserRegistryValue, right: UserRegistryValue): boolean =>
  hiveOf(left) === hiveOf(right);

const hiveOf = ({ sid, profile }: UserRegistryValue): string =>
  JSON.stringify([foldCase(sid), foldCase(profile)]);

/** A registry value in the hive of one user, wherever that is mounted. */
export const userRegistryValue: ResourceType<UserRegistryValue> = {
  kind: 'user-registry-value',
  identity: remembered((resource) => `${hiveOf(resource)} ${registryValue.identity(inHive(resource))}`),
  describe(resource) {
    const { sid, profile } = resource;
    const below = registryValue.describe(inHive(resource)).slice('HKU\\'.length);
    return sid === 'default'
      ? `${below} (default profile ${printable(profile)})`
      : `HKU\\${printable(sid)}\\${below} (${printable(profile)})`;
  },
  describeState: registryValue.describeState,
  refuse(resource, want) {
    if (/^software\\classes(\\|$)/i.test(resource.key))
      return 'Software\\Classes of a user lies in another hive (UsrClass.dat), which is not reached';
    return registryValue.refuse(inHive(resource), want);
  },
  after(resource, observed, earlier) {
    if (!isSameHive(resource, earlier.resource)) return observed;
    return registryValue.after(inHive(resource), observed, {
      ...earlier,
      resource: inHive(earlier.resource),
    });
  },
  between: (resource, before, after) => registryValue.between(inHive(resource), before, after),
  cutsLine: () => undefined,
};
