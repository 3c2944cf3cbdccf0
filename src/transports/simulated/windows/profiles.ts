import type { ProfilesFact, UserProfile } from '../../../model/profile.ts';
import type { HostState } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';
import { keyExists, listedKey, subkeys } from './registry-tree.ts';

const DEFAULT_SID = 'default';
const LIST = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList'.split('\\');
const MANDATORY = 0x1;
const TEMPORARY = 0x800;

export type Profile = Omit<UserProfile, 'name'>;

/** Undefined when Windows knows no such profile. */
export function findProfile(state: HostState, sid: string): Profile | undefined {
  if (sid === DEFAULT_SID) {
    const path = textIn(state, LIST, 'Default');
    return path === '' ? undefined : { sid, path, loaded: false, kind: 'default' };
  }
  const key = [...LIST, sid];
  if (!keyExists(state, key)) return undefined;
  const path = textIn(state, key, 'ProfileImagePath');
  return { sid, path, loaded: keyExists(state, ['HKU', sid]), kind: kindOf(state, sid, path) };
}

function kindOf(state: HostState, sid: string, path: string): Profile['kind'] {
  if (['S-1-5-18', 'S-1-5-19', 'S-1-5-20'].includes(sid)) return 'service';
  if (!/^S-1-(5-21|12-1)-/.test(sid)) return 'virtual';
  const bits = Number(valueIn(state, [...LIST, sid], 'State') ?? 0);
  const isAside = keyExists(state, [...LIST, `${sid}.bak`]);
  if ((bits & TEMPORARY) !== 0 || isAside || /\\TEMP(\.[^\\]+)?$/i.test(path)) return 'temporary';
  return (bits & MANDATORY) === 0 ? 'user' : 'mandatory';
}

export function profilesFact(state: HostState): ProfilesFact {
  const listed = subkeys(state, LIST).flatMap((name): Profile[] => {
    if (/^S-1-[0-9-]+\.bak$/.test(name)) {
      const path = textIn(state, [...LIST, name], 'ProfileImagePath');
      return [{ sid: name.slice(0, -'.bak'.length), path, loaded: false, kind: 'backup' }];
    }
    const profile = /^S-1-\d+(-\d+)+$/.test(name) ? findProfile(state, name) : undefined;
    return profile ? [profile] : [];
  });
  const fallback = findProfile(state, DEFAULT_SID);
  return {
    profiles: [...listed, ...(fallback ? [fallback] : [])].map((profile) => ({
      ...profile,
      name: state.accounts?.find(({ sid }) => sid === profile.sid)?.name ?? '',
    })),
  };
}

/** Undefined when the hive of this profile may be changed, else why not. */
export function profileRefusal({ kind }: Profile): string | undefined {
  if (kind === 'user' || kind === 'default') return undefined;
  if (kind === 'temporary')
    return 'Windows could not load the profile of this user and gave out a temporary one.';
  return kind === 'mandatory'
    ? 'The profile is a mandatory one: changes are lost at log-off.'
    : 'The profile is not one of a user.';
}

const textIn = (state: HostState, path: readonly string[], name: string): string => {
  const data = valueIn(state, path, name);
  return typeof data === 'string' ? data.replaceAll(/%SystemDrive%/gi, 'C:') : '';
};

function valueIn(state: HostState, path: readonly string[], name: string): unknown {
  const key = listedKey(state, path);
  if (key?.deny === 'read') throw new WindowsRefusal(`Access to ${key.path} is denied.`);
  return key?.values.find((value) => value.name.toLowerCase() === name.toLowerCase())?.data;
}
