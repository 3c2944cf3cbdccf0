import type { Question } from '../../model/fact.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Remedy } from '../../model/remedy.ts';
import { setupValues } from '../vocabulary/exchange-version.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { patchQuestions } from '../vocabulary/patch.ts';
import { judgeLeak } from './judge-leak.ts';
import { mendedMapi, STORE_PATHS } from './mended-mapi.ts';

const SAMPLES = 4;

/** KB898782: each OpenMsgStore of a MAPI program leaks, until no memory is left and Exchange delivers nothing. */
export const exchangeMapiLeak: Remedy = {
  name: 'exchange-mapi-leak',
  title: 'A MAPI program leaks memory until Exchange Server 2003 stops delivering (KB898782)',
  summary:
    'Compares Emsmdb32.dll with the version that mends the leak and Exchange with the service pack that it is for, looks whether the memory of a program that you name grows, and says ' +
    'what relieves and what cures.',
  appliesTo:
    'Exchange Server 2003 SP1 (6.5.7226), and SP2 with an old copy of the file; from a state file: Windows Server 2003 has no PowerShell that can be served.',
  sources: [
    'Microsoft KB898782: Emsmdb32.dll 6.5.7233.36 and later (08-Jul-2005)',
    'Microsoft Exchange Server Analyzer aa998194: SP1 is build 7226.6; store.exe tells the service pack and what came after it',
    'Microsoft KB891509, KB901014, KB893420: its siblings; the last leaks handles in the client',
  ],
  corrections: [
    'KB898782 has the Information Store restarted: that frees the memory once and cures nothing.',
    'KB898782 is listed by the installer and may be undone by a later copy: the version of the file decides, and the list only where no file can be read.',
    'KB898782 requires SP1 and says nothing of Exchange 2003 as it was sold (6.5.6944): there it is not applied.',
    "Unverified: 6.5.7638 as the build of SP2, and where the hotfix's installer lists it.",
    'The hotfix is no longer given out; Service Pack 2 (6.5.7638) has it, and is what is advised.',
  ],
  reads:
    'The service MSExchangeIS, the versions of store.exe and of each Emsmdb32.dll, whether KB898782 is listed as installed, the memory of a named program over several looks.',
  changes: 'Nothing: Service Pack 2 and the restart of MSExchangeIS are advice.',
  undo: 'Nothing was changed; a restart cannot be taken back.',
  testedOn: ['simulated host', 'the collector on PowerShell 7 with Windows faked'],
  supersededBy: ['Exchange Server 2003 SP2'],
  conflictsWith: [],
  reversible: 'no',
  restart: 'MSExchangeIS, by hand, in a window',
  confidence: 'unverified',
  parameters: {
    program: {
      title: "the MAPI program's file, such as blackberry.exe; without it no memory is looked at",
      type: 'text',
      default: '',
      why: 'Only you know which program on this server uses MAPI; the store itself uses all memory that is free, and is no leak.',
    },
    seconds: {
      title: 'how far apart the looks at its memory are, in seconds',
      type: 'integer',
      default: 15,
      minimum: 1,
      maximum: 60,
      why: `There are ${SAMPLES} looks. A state file that was collected holds the growth already, and nobody waits.`,
    },
  },
  needs: (parameters) => ({ facts: questions(parameters), resources: setupValues }),
  judge: (evidence) => judgeLeak(evidence, programOf(evidence.parameters)),
};

function questions(parameters: JsonObject): Readonly<Record<string, Question>> {
  const name = programOf(parameters);
  return {
    service: { fact: 'service', ask: { service: 'MSExchangeIS' } },
    ...patchQuestions(mendedMapi),
    stores: { fact: 'file-versions', ask: { paths: STORE_PATHS } },
    ...(name === ''
      ? {}
      : {
          memory: {
            fact: 'process-memory',
            ask: { name, samples: SAMPLES, seconds: numberOf(parameters, 'seconds') },
          },
        }),
  };
}

/** Checked before by `readParameters`. */
const programOf = ({ program }: JsonObject): string => (typeof program === 'string' ? program : '');
