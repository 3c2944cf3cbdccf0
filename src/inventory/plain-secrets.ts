import { isPlainObject } from '../model/json.ts';
import type { Path } from './yaml-source.ts';

const secretNames = [
  /(password|passwd|passwort|kennwort|passphrase|secret|token|credentials?|api[-_]?key|private[-_]?key)\d*$/i,
  // Too short to be looked for inside other words: `db_pw` and `smtpPwd`, but not `bypass`.
  /(^|[-_.])(pw|pwd|pass)\d*$/i,
  /[a-z](Pw|Pwd|Pass)\d*$/,
];
const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;

/** A name under which people keep credentials: what stands there is never repeated in a message. */
const looksSecret = (name: string | number): boolean =>
  secretNames.some((pattern) => pattern.test(String(name)));

/** Every place where a credential stands in the file itself. */
export function plainSecrets(data: unknown, path: Path = []): readonly Path[] {
  if (typeof data === 'string' && privateKey.test(data)) return [path];
  if (typeof data === 'string' || typeof data === 'number') {
    const name = path.findLast((step) => typeof step === 'string');
    return name !== undefined && looksSecret(name) && data !== '' ? [path] : [];
  }
  if (Array.isArray(data)) return data.flatMap((item, index) => plainSecrets(item, [...path, index]));
  if (!isPlainObject(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => plainSecrets(value, [...path, key]));
}

/** What to write instead; only a transport's own two credentials can be referred to. */
export function cureForSecret(path: Path): string {
  const last = String(path.findLast((step) => typeof step === 'string'));
  if (path.includes('transport') && last === 'key')
    return 'found a private key itself (not shown), expected the path of its file; move it there, readable by you alone';
  if (path.includes('transport') && (last === 'password' || last === 'passphrase'))
    return (
      `found a ${last} in plain text (not shown), expected a reference to it; write ${last}: { env: NAME }, ` +
      `${last}: { file: PATH } or ${last}: { prompt: QUESTION }, and change the ${last}, for it was written down here`
    );
  return (
    `found what looks like a credential in plain text (not shown) under ${JSON.stringify(last)}; take it out: variables, ` +
    'parameters and states are printed in plans and reports, and only password and passphrase of a transport refer to credentials'
  );
}

/** True when a value at this place must not be repeated in a message; people put the password itself where its variable's name belongs. */
export const isHushed = (path: Path): boolean => path.some((step) => looksSecret(step));
