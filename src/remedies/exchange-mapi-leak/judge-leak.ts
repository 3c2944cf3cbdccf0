import { printable } from '../../model/printable.ts';
import type { Advice, Evidence, Judgement } from '../../model/remedy.ts';
import type { Sighting } from '../../model/sighting.ts';
import { exchangeVersion } from '../exchange-mapi-sessions/exchange-version.ts';
import { fileText, isAtLeast } from '../file-version.ts';
import { judged } from '../judgement.ts';
import { growingProcesses } from './memory-growth.ts';

const MENDED = '6.5.7233.36';
/** Exchange's own folder, and where its setup puts MAPI for programs. */
export const DLL_PATHS = [
  '%ProgramFiles%\\Exchsrvr\\bin\\Emsmdb32.dll',
  '%SystemRoot%\\System32\\Emsmdb32.dll',
];

export function judgeLeak(evidence: Evidence, program: string): Judgement {
  const service = evidence.fact('service', 'service');
  if (!service.known)
    return judged('unknown', `The service MSExchangeIS could not be looked at: ${printable(service.why)}.`);
  const version = exchangeVersion(evidence);
  if (!service.value.exists || (version !== undefined && version !== '2003'))
    return judged('not-applicable', 'This is no Exchange Server 2003: KB898782 is not for it.');
  const files = evidence.fact('file-versions', 'dll');
  if (!files.known) return judged('unknown', `Emsmdb32.dll could not be looked at: ${printable(files.why)}.`);
  const found = files.value.files.filter(({ status }) => status !== 'absent');
  if (found.length === 0 && version === undefined)
    return judged('not-applicable', 'There is no Emsmdb32.dll and no setup of Exchange Server 2003 here.');
  const versioned = found.flatMap((file) => (file.status === 'present' && file.version !== '' ? [file] : []));
  const [dll] = versioned;
  if (!dll)
    return judged(
      'unknown',
      `The version of Emsmdb32.dll could not be told: ${files.value.files.map(fileText).join('; ')}.`,
    );
  const growth = growthOf(evidence, program);
  if ('unknown' in growth) return judged('unknown', growth.unknown);
  if (versioned.every((file) => isAtLeast(file.version, MENDED)))
    return judged(
      'compliant',
      `${fileText(dll)}: ${MENDED} and later do not leak.`,
      ...(growth.grows
        ? [`${growth.text} That is another leak than the one of KB898782: ask the program's vendor.`]
        : []),
    );
  const old = versioned.find((file) => !isAtLeast(file.version, MENDED)) ?? dll;
  return {
    ...judged(
      'noncompliant',
      `${fileText(old)}, older than ${MENDED}: each OpenMsgStore of a MAPI program leaks.`,
      growth.text,
    ),
    advice: [installServicePack, ...(growth.grows ? [restartInAWindow] : [])],
    sightings: growth.sightings ?? [],
  };
}

type GrowthFound =
  | { readonly grows: boolean; readonly text: string; readonly sightings?: readonly Sighting[] }
  | { readonly unknown: string };

function growthOf(evidence: Evidence, program: string): GrowthFound {
  if (program === '')
    return {
      grows: false,
      text: 'Whether a program grows was not looked at: name it with --set exchange-mapi-leak.program=FILE.',
    };
  const name = printable(program);
  const memory = evidence.fact('process-memory', 'memory');
  if (!memory.known)
    return { unknown: `The memory of ${name} could not be looked at: ${printable(memory.why)}.` };
  if (memory.value.samples.every(({ processes }) => processes.length === 0))
    return { grows: false, text: `${name} does not run.` };
  const [fastest] = growingProcesses(memory.value);
  if (!fastest) return { grows: false, text: `The memory of ${name} did not grow from look to look.` };
  const { pid, megabytes, megabytesAnHour } = fastest;
  const text = `${name} (process ${pid}) holds ${megabytes} MB and grows by ${megabytesAnHour} MB an hour`;
  const [from = '', to = from] = [memory.value.samples[0]?.at, memory.value.samples.at(-1)?.at];
  return {
    grows: true,
    text: `${text}.`,
    sightings: [{ kind: 'memory-grows', text, from, to, count: memory.value.samples.length, who: [] }],
  };
}

const installServicePack: Advice = {
  title: '1. The cure: Exchange Server 2003 Service Pack 2',
  steps: [
    'Install Service Pack 2 (6.5.7638) in a maintenance window: it has the mended Emsmdb32.dll. The hotfix of KB898782 is no longer given out.',
    'Programs that bring their own Emsmdb32.dll, or run on another computer, need it there too.',
  ],
  check: `The version of Emsmdb32.dll is ${MENDED} or later, and the program's private bytes stay level for a day.`,
  undo: 'A service pack of Exchange Server 2003 cannot be taken off: back up first.',
};

const restartInAWindow: Advice = {
  title: '2. Relief until then: restart the program, then the Information Store',
  steps: [
    'Stop the program, in a maintenance window: nobody reaches a mailbox meanwhile.',
    'net stop MSExchangeIS /y, then net start MSExchangeIS, and start what stopped with it.',
    'Start the program again. The memory is free, and the leak begins anew.',
  ],
  check: 'The program answers, messages are delivered, and its private bytes are low again.',
  undo: 'A restart cannot be taken back.',
};
