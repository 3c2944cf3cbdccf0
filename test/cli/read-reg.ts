import type { RegistryKey } from '../../src/transports/simulated/state/state.ts';

/** What regedit would do with such a file, written from its format (KB310516) and not from our writer. Only DWORDs, texts and `-`. */
export function importReg(registry: readonly RegistryKey[], file: Buffer): readonly RegistryKey[] {
  if (file[0] !== 0xff || file[1] !== 0xfe) throw new Error('not UTF-16 with its mark');
  const [head, ...lines] = file.subarray(2).toString('utf16le').split('\r\n');
  if (head !== 'Windows Registry Editor Version 5.00') throw new Error(`no head: ${head}`);
  const keys = structuredClone([...registry]);
  let key: RegistryKey | undefined;
  for (const line of lines) {
    const section = /^\[(HKEY_LOCAL_MACHINE|HKEY_USERS)\\(.+)\]$/.exec(line);
    const value = /^"((?:[^"\\]|\\.)*)"=(.*)$/.exec(line);
    if (section) key = keyAt(keys, `${section[1] === 'HKEY_USERS' ? 'HKU' : 'HKLM'}\\${section[2]}`);
    else if (value && key) setValue(key, (value[1] ?? '').replace(/\\(.)/g, '$1'), value[2] ?? '');
    else if (line !== '' && !line.startsWith(';')) throw new Error(`not understood: ${line}`);
  }
  return keys;
}

function keyAt(keys: RegistryKey[], path: string): RegistryKey {
  const found = keys.find((key) => key.path.toLowerCase() === path.toLowerCase());
  if (found) return found;
  const key: RegistryKey = { path, values: [] };
  keys.push(key);
  return key;
}

function setValue(key: RegistryKey, name: string, data: string): void {
  const at = key.values.findIndex((value) => value.name.toLowerCase() === name.toLowerCase());
  if (at >= 0) key.values.splice(at, 1);
  const number = /^dword:([0-9a-f]{8})$/.exec(data)?.[1];
  const text = /^"((?:[^"\\]|\\.)*)"$/.exec(data)?.[1];
  if (number !== undefined) key.values.push({ name, kind: 'REG_DWORD', data: Number.parseInt(number, 16) });
  else if (text !== undefined) key.values.push({ name, kind: 'REG_SZ', data: text.replace(/\\(.)/g, '$1') });
  else if (data !== '-') throw new Error(`not understood: ${data}`);
}
