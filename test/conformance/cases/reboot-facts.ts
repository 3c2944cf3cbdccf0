import { type PendingRebootSource, pendingRebootSources } from '../../../src/model/fact.ts';
import type { Case, Step } from '../case.ts';
import { text, time } from '../matchers.ts';
import { ask, known, notKnown, observe } from '../vocabulary.ts';

const WINDOWS = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
const CONTROL = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';
const SESSION = `${CONTROL}\\Session Manager`;

type Answers = Partial<Record<PendingRebootSource, readonly [answer: string, detail: unknown]>>;
const pending = (answers: Answers) =>
  observe(
    'pending-reboot',
    {},
    known({
      sources: pendingRebootSources.map((source) => {
        const [answer, detail] = answers[source] ?? ['none', ''];
        return { source, answer, detail };
      }),
    }),
  );
const sz = (path: string, name: string, data: string) => ({ path, values: [{ name, kind: 'REG_SZ', data }] });
const names = (next: string) => [
  sz(`${CONTROL}\\ComputerName\\ActiveComputerName`, 'ComputerName', 'EX01'),
  sz(`${CONTROL}\\ComputerName\\ComputerName`, 'ComputerName', next),
];
const renames = (...data: string[]) => [
  { path: SESSION, values: [{ name: 'PendingFileRenameOperations', kind: 'REG_MULTI_SZ', data }] },
];

const outlook = {
  pid: 6120,
  name: 'OUTLOOK.EXE',
  startedAt: '2026-01-15T07:00:00.000Z',
  session: 2,
  owner: 'CORP\\ann',
  sid: 'S-1-5-21-1-2-3-1104',
  handles: 10412,
  workingSet: 412_000_000,
  privateBytes: 4_800_000_000,
};
const told = { ...outlook, name: 'OUTLOOK', startedAt: time };
const processes = (name: string, found: readonly object[], count = found.length): Step =>
  observe('processes', { name }, known({ count, processes: found }));

export const rebootFactCases: readonly Case[] = [
  { name: 'pending-reboot: nothing waits', steps: [pending({})], writes: 'none' },
  {
    name: 'pending-reboot: each source says so for itself',
    host: {
      registry: [
        { path: `${WINDOWS}\\Component Based Servicing\\RebootPending`, values: [] },
        { path: `${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`, values: [] },
        ...renames('\\??\\C:\\Temp\\old.dll', '', '\\??\\C:\\a', '\\??\\C:\\b'),
        {
          path: 'HKLM\\SOFTWARE\\Microsoft\\Updates',
          values: [{ name: 'UpdateExeVolatile', kind: 'REG_DWORD', data: 3 }],
        },
        ...names('EX02'),
        sz('HKLM\\SYSTEM\\CurrentControlSet\\Services\\Netlogon', 'JoinDomain', 'corp.example'),
      ],
    },
    steps: [
      pending({
        'component-servicing': ['pending', 'servicing of Windows components'],
        'windows-update': ['pending', 'an update of Windows'],
        'file-renames': ['pending', 'files to be moved or deleted, the first C:\\Temp\\old.dll'],
        'update-exe': ['pending', 'UpdateExeVolatile is 3'],
        'computer-rename': ['pending', 'EX01 becomes EX02'],
        'domain-join': ['pending', 'a domain was joined or left'],
      }),
    ],
    writes: 'none',
  },
  {
    name: 'pending-reboot: values that say nothing, and one name in two spellings',
    host: {
      registry: [
        ...renames(''),
        {
          path: 'HKLM\\SOFTWARE\\Microsoft\\Updates',
          values: [{ name: 'UpdateExeVolatile', kind: 'REG_DWORD', data: 0 }],
        },
        ...names('ex01'),
      ],
    },
    steps: [pending({})],
  },
  {
    name: 'pending-reboot: one that may not be read says nothing of the others',
    host: {
      registry: [
        { path: `${WINDOWS}\\Component Based Servicing\\RebootPending`, values: [], deny: 'read' },
        { path: `${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`, values: [] },
        { path: SESSION, values: [], deny: 'read' },
      ],
    },
    steps: [
      pending({
        'component-servicing': ['unreadable', text],
        'windows-update': ['pending', 'an update of Windows'],
        'file-renames': ['unreadable', text],
      }),
    ],
  },
  {
    name: 'processes: of one program, by id, whatever case and extension',
    host: { processes: [{ ...outlook, pid: 7000, session: 3, owner: '', sid: '' }, outlook] },
    steps: [
      processes('outlook.exe', [told, { ...told, pid: 7000, session: 3, owner: '', sid: '' }]),
      processes('Outlook', [told, { ...told, pid: 7000, session: 3, owner: '', sid: '' }]),
      { about: 'a name is no pattern', ...processes('OUT*', []) },
      { about: 'none runs', ...processes('WINWORD.EXE', []) },
    ],
    writes: 'none',
  },
  {
    name: 'processes: no more than a hundred are listed, all are counted',
    host: { processes: Array.from({ length: 120 }, (_, index) => ({ ...outlook, pid: 9000 + index })) },
    steps: [
      processes(
        'OUTLOOK.EXE',
        Array.from({ length: 100 }, (_, index) => ({ ...told, pid: 9000 + index })),
        120,
      ),
    ],
  },
  {
    name: 'processes: a question without a name',
    steps: [
      observe('processes', {}, notKnown),
      ask(
        'observe',
        { questions: [{ fact: 'processes', ask: { name: '' } }] },
        { reply: { facts: [notKnown] } },
      ),
    ],
  },
];
