import type { Case } from '../case.ts';
import { text } from '../matchers.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const dll = 'C:\\Program Files\\Exchsrvr\\bin\\Emsmdb32.dll';

export const diskCases: readonly Case[] = [
  {
    name: 'file versions: there, not there, not to be opened and without a version are four answers, in order',
    host: {
      disk: [
        { path: dll, version: '6.5.7226.0' },
        { path: 'C:\\notes.txt' },
        { path: 'C:\\Windows\\System32\\drivers\\tcpip.sys', version: '5.2.3790.3959', deny: 'read' },
      ],
    },
    steps: [
      observe(
        'file-versions',
        {
          paths: [
            '%programfiles%\\exchsrvr\\bin\\emsmdb32.dll',
            'C:\\nothing.dll',
            '%SystemRoot%\\System32\\drivers\\tcpip.sys',
            'c:\\notes.txt',
            dll,
          ],
        },
        known({
          files: [
            {
              path: '%programfiles%\\exchsrvr\\bin\\emsmdb32.dll',
              status: 'present',
              version: '6.5.7226.0',
            },
            { path: 'C:\\nothing.dll', status: 'absent' },
            { path: '%SystemRoot%\\System32\\drivers\\tcpip.sys', status: 'unreadable', why: text },
            { path: 'c:\\notes.txt', status: 'present', version: '' },
            { path: dll, status: 'present', version: '6.5.7226.0' },
          ],
        }),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'file versions: no share and no path from nowhere; a question without paths is none',
    steps: [
      observe(
        'file-versions',
        { paths: ['\\\\other\\share\\a.dll', 'a.dll'] },
        known({
          files: [
            { path: '\\\\other\\share\\a.dll', status: 'unreadable', why: text },
            { path: 'a.dll', status: 'unreadable', why: text },
          ],
        }),
      ),
      observe('file-versions', {}, notKnown),
      observe('file-versions', { paths: 'C:\\a.dll' }, notKnown),
    ],
  },
];
