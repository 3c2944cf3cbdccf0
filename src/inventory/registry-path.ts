export type RegistryPath =
  | { readonly hive: 'HKLM' | 'HKU'; readonly key: string }
  | { readonly refused: string };

const hives: Readonly<Record<string, 'HKLM' | 'HKU'>> = {
  HKLM: 'HKLM',
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKU: 'HKU',
  HKEY_USERS: 'HKU',
};

const refusedHives: Readonly<Record<string, string>> = {
  HKCU: "in a remote session that is the hive of our own account, or of nobody; for every user write users: 'Software\\...', for one HKU\\<SID>\\...",
  HKCR: 'it is a mixture of two places; write HKLM\\SOFTWARE\\Classes\\...',
  HKCC: 'it is a link; write HKLM\\SYSTEM\\CurrentControlSet\\Hardware Profiles\\Current\\...',
};
const longNames: Readonly<Record<string, string>> = {
  HKEY_CURRENT_USER: 'HKCU',
  HKEY_CLASSES_ROOT: 'HKCR',
  HKEY_CURRENT_CONFIG: 'HKCC',
};

/** `HKLM\SYSTEM\...` as hive and key. Takes the long names and PowerShell's `HKLM:\` too. */
export function registryPath(text: string): RegistryPath {
  if (/[\0-\x1f]/.test(text))
    return {
      refused:
        'found a control character, expected a registry path; in double quotes \\t is a tab: use single quotes',
    };
  const [root = '', ...rest] = text.replace(/\\$/, '').split('\\');
  const name = root.replace(/:$/, '').toUpperCase();
  const refused = refusedHives[longNames[name] ?? name];
  if (refused) return { refused: `found the hive ${name}, expected HKLM or HKU: ${refused}` };
  const hive = Object.hasOwn(hives, name) ? hives[name] : undefined;
  if (!hive)
    return { refused: `found ${JSON.stringify(root)}, expected a path that begins with HKLM\\ or HKU\\` };
  if (rest.length === 0)
    return { refused: `found only ${name}, expected a key below it, as ${hive}\\SYSTEM\\...` };
  if (rest.includes(''))
    return { refused: 'found \\\\, expected single backslashes; only double quotes need them doubled' };
  return { hive, key: rest.join('\\') };
}

/** A key below the root of every user's hive: it names no hive. */
export function usersPath(text: string): RegistryPath {
  const key = text.replace(/\\$/, '');
  const root = (key.split('\\')[0] ?? '').replace(/:$/, '').toUpperCase();
  if (Object.hasOwn(hives, root) || Object.hasOwn(refusedHives, longNames[root] ?? root))
    return { refused: `found the hive ${root}, expected a key of the user, without any hive: Software\\...` };
  if (/^software\\classes(\\|$)/i.test(key))
    return { refused: 'found Software\\Classes, which lies in another hive of the user (UsrClass.dat)' };
  const path = registryPath(`HKU\\${key}`);
  return 'refused' in path ? path : { hive: 'HKU', key };
}
