import type { OutlookDataFilesFact } from '../../../model/outlook.ts';
import { foldCase, sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { profilesFact } from '../windows/profiles.ts';

const PROFILE_KEYS = [
  'Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles',
  'Software\\Microsoft\\Office\\15.0\\Outlook\\Profiles',
  'Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles',
];
const PST_PATH = '001f6700';
const KEYS_WALKED = 5000;

/** PST files by user, in the hives that are loaded. */
export const outlookDataFilesFact = (state: HostState): OutlookDataFilesFact => ({
  users: profilesFact(state)
    .profiles.filter(({ loaded, kind }) => loaded && kind === 'user')
    .map(({ sid }) => {
      const keys = state.registry.filter(({ path }) =>
        PROFILE_KEYS.some((key) => isBelow(path, `HKU\\${sid}\\${key}`)),
      );
      const denied = keys.find(({ deny }) => deny === 'read');
      if (denied) return { sid, status: 'unreadable', why: `Access to ${denied.path} is denied.` };
      if (keys.length > KEYS_WALKED)
        return {
          sid,
          status: 'unreadable',
          why: `there are more than ${KEYS_WALKED} keys of Outlook profiles`,
        };
      const paths = keys
        .flatMap(({ values }) => values)
        .filter(({ name, kind }) => sameName(name, PST_PATH) && kind === 'REG_BINARY')
        .map(({ data }) => String(data));
      return { sid, status: 'counted', files: new Set(paths).size };
    }),
});

const isBelow = (path: string, top: string): boolean =>
  sameName(path, top) || foldCase(path).startsWith(`${foldCase(top)}\\`);
