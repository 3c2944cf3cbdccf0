import type { Case } from '../case.ts';
import { text } from '../matchers.ts';
import { ANNA, listed, profiles } from '../user-hosts.ts';
import { known, observe } from '../vocabulary.ts';

const CARL = 'S-1-5-21-1-2-3-1003';
const MAPI = `HKU\\${ANNA}\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles`;
const pst = (path: string, data: string, kind = 'REG_BINARY') => ({
  path,
  values: [{ name: '001F6700', kind, data }],
});

export const outlookDataFileCases: readonly Case[] = [
  {
    name: 'Outlook data files: each PST once, of users who are signed in; a profile that may not be read is not an empty one',
    host: {
      registry: [
        ...profiles,
        listed(CARL, 'C:\\Users\\carl'),
        { path: `HKU\\${ANNA}\\Software`, values: [] },
        pst(`${MAPI}\\Outlook\\a1`, '61002e007000'),
        pst(`${MAPI}\\Outlook\\a2`, '62002e007000'),
        pst(`${MAPI}\\Second\\a1`, '61002e007000'),
        pst(`${MAPI}\\Second\\a2`, 'a text', 'REG_SZ'),
        pst(`HKU\\${ANNA}\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\New\\b`, '63002e007000'),
        pst(`HKU\\${ANNA}\\Software\\Microsoft\\Office\\16.0\\Outlook\\Search\\b`, '64002e007000'),
        {
          path: `HKU\\${CARL}\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\x`,
          values: [],
          deny: 'read',
        },
      ],
    },
    steps: [
      observe(
        'outlook-data-files',
        {},
        known({
          users: [
            { sid: ANNA, status: 'counted', files: 3 },
            { sid: CARL, status: 'unreadable', why: text },
          ],
        }),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'Outlook data files: nobody is there',
    steps: [observe('outlook-data-files', {}, known({ users: [] }))],
  },
];
