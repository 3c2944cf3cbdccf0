import { type Check, doubtful, good } from '../../model/diagnosis.ts';
import type { Session } from '../connect/session.ts';
import { askFact, readSettings } from './host-settings.ts';

/** Where programs that look at scripts register themselves with Windows (Antimalware Scan Interface), one key each. */
const PROVIDERS = 'SOFTWARE\\Microsoft\\AMSI\\Providers';
const CLASSES = 'SOFTWARE\\Classes\\CLSID';
const SHOWN = 10;

const showProviders = 'Get-ChildItem HKLM:\\SOFTWARE\\Microsoft\\AMSI\\Providers; Get-MpComputerStatus';

/**
 * Which programs look at our script before it runs: that it runs is their answer. The names of these keys are asked as data, for in the
 * text of a script they make such a program wary.
 */
export async function lookAtAntivirus(session: Session): Promise<Check> {
  const keys = await askFact(session, 'registry-keys', { hive: 'HKLM', key: PROVIDERS, view: 64 });
  if (!keys.known)
    return doubtful(
      'antivirus',
      `our script runs; which programs look at scripts could not be read: ${keys.why}`,
      'Nothing to do now. Should it be blocked one day, look there on the host.',
      showProviders,
    );
  if (keys.value.keys.length === 0)
    return good('antivirus', 'our script runs; no program is registered to look at scripts (AMSI)');
  const names = await namesOf(session, keys.value.keys.slice(0, SHOWN));
  return good('antivirus', `our script runs, looked at by ${names.join(', ')} (AMSI)`);
}

async function namesOf(session: Session, ids: readonly string[]): Promise<readonly string[]> {
  const held = await readSettings(
    session,
    ids.flatMap((id) => [
      { hive: 'HKLM', key: `${CLASSES}\\${id}`, name: '' } as const,
      { hive: 'HKLM', key: `${CLASSES}\\${id}\\InprocServer32`, name: '' } as const,
    ]),
  );
  const text = (at: number) => {
    const one = held[at];
    return one !== undefined && 'data' in one && typeof one.data === 'string' ? one.data : '';
  };
  return ids.map((id, at) => {
    const [name, file] = [text(2 * at), text(2 * at + 1).replaceAll('"', '')];
    const program = file.split('\\').at(-1) ?? '';
    return `${name || id}${program === '' ? '' : ` (${program})`}`;
  });
}
