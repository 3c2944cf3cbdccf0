import type { State } from './state.ts';

/**
 * A resource names one piece of Windows state: one script reads it, one writes it. Its identity is data and is compared
 * without regard to case where Windows does so.
 */
export type Resource =
  | RegistryValue
  | UserRegistryValue
  | ServiceStatus
  | ServiceStartType
  | TcpPortRange
  | InterfaceMtu;
export type ResourceKind = Resource['kind'];

export interface RegistryValue {
  readonly kind: 'registry-value';
  /** Never HKCU: in a remote session that is the hive of our own account, or of nobody. */
  readonly hive: 'HKLM' | 'HKU';
  readonly key: string;
  /** The empty name is the key's default value. */
  readonly name: string;
  /** Which of the two registry views a 64-bit Windows keeps; chosen always, never left to the process. */
  readonly view: 32 | 64;
}

/**
 * A registry value of one user. The same one whether its hive is loaded (`HKEY_USERS\\<SID>`), mounted by us, or only a file: no name
 * under which a hive is mounted is part of it. Values below `Software\\Classes` lie in another hive (`UsrClass.dat`) and are none of these.
 */
export interface UserRegistryValue {
  readonly kind: 'user-registry-value';
  /** As in `ProfileList`; `default` is what new users begin with. */
  readonly sid: string;
  /** The profile's folder. A user whose profile lies elsewhere by now has another hive. */
  readonly profile: string;
  /** Below the hive's root. */
  readonly key: string;
  readonly name: string;
}

export interface ServiceStatus {
  readonly kind: 'service-status';
  /** The service's key name (MSExchangeIS), not its display name. */
  readonly service: string;
}

export interface ServiceStartType {
  readonly kind: 'service-start-type';
  readonly service: string;
}

export type IpFamily = 'IPv4' | 'IPv6';

/** The dynamic ports: what outgoing connections, and listeners that ask for any port, are given. Before Windows Vista: MaxUserPort. */
export interface TcpPortRange {
  readonly kind: 'tcp-port-range';
  readonly family: IpFamily;
  readonly protocol: 'TCP' | 'UDP';
}

/** `number` ports from `start` on. */
export interface PortRange {
  readonly start: number;
  readonly number: number;
}

/** The size of IP packets that an interface sends. IPv4 and IPv6 have one each. Windows Server 2012 and later. */
export interface InterfaceMtu {
  readonly kind: 'interface-mtu';
  /** Not the alias: people rename that, and Windows translates it. */
  readonly interface: number;
  readonly family: IpFamily;
}

/** Bytes. What is in force until the next boot, and what every boot begins with; null: not set, the adapter says. */
export interface Mtu {
  readonly active: number;
  readonly persistent: number | null;
}

/** Windows' own names. Data: text for SZ and EXPAND_SZ (unexpanded), a list for MULTI_SZ, an unsigned number for DWORD,
 * decimal text for QWORD (above 2^53 a JSON number would lie), lower-case hex for BINARY and NONE. */
export type RegistryKind =
  | 'REG_SZ'
  | 'REG_EXPAND_SZ'
  | 'REG_MULTI_SZ'
  | 'REG_DWORD'
  | 'REG_QWORD'
  | 'REG_BINARY'
  | 'REG_NONE';

export interface RegistryData {
  readonly kind: RegistryKind;
  readonly data: string | number | readonly string[];
}

export type StartType = 'auto' | 'delayed' | 'manual' | 'disabled' | 'boot' | 'system';

/** How one kind of resource behaves: everything the engine needs to know of it. Pure; one per file in `resources/`. */
export interface ResourceType<R extends Resource = Resource> {
  readonly kind: R['kind'];
  /** Equal for two spellings of the same Windows state; the key under which states are kept. */
  identity(resource: R): string;
  /** For people: `HKLM\SYSTEM\...\ParametersSystem "Maximum Allowed Sessions Per User"`. */
  describe(resource: R): string;
  describeState(state: State): string;
  /** Undefined when `want` is a state this resource can hold, else what is wrong with it, for the person who asked. */
  refuse(resource: R, want: State): string | undefined;
  /** What `observed` will read once `earlier` (a change of the same plan, same kind) has been made. */
  after(resource: R, observed: State, earlier: { readonly resource: R; readonly after: State }): State;
  /** States that a set cut off in the middle can leave behind, and a trial. They count as ours while an intent is open. */
  between(resource: R, before: State, after: State): readonly State[];
  /**
   * Where a guarded change stops until a new line has come about: in force, but gone with the next boot. Undefined, or left out: there is
   * no such state apart from `before` and `after`.
   */
  trial?(before: State, after: State): State | undefined;
  /**
   * The state nearest to `before` that can be set once it reads as `after`. Where it is another one, the change can be taken back
   * in part only. Left out: `before` itself, always.
   */
  backTo?(before: State, after: State): State;
  /** Who writes this state anew without being asked, as far as its name tells; undefined: nobody we know of. Left out: nobody. */
  rewrittenBy?(resource: R): string | undefined;
  /** Why changing this could cut our own line to the host, or undefined. */
  cutsLine(resource: R, after: State): string | undefined;
}
