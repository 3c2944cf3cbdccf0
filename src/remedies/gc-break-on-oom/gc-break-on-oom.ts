import { isPlainObject } from '../../model/json.ts';
import { counted, printable } from '../../model/printable.ts';
import type { Advice, Evidence, Judgement, Remedy } from '../../model/remedy.ts';
import type { RegistryValue } from '../../model/resource.ts';
import type { State } from '../../model/state.ts';
import { dword, dwordIn, machineValue, noValue } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { numberOf } from '../vocabulary/number-of.ts';

/** Break into a debugger, the moment memory runs out. */
const BREAK = 2;
const FRAMEWORK = 'SOFTWARE\\Microsoft\\.NETFramework';
const views: readonly RegistryValue[] = ([64, 32] as const).map((view) =>
  machineValue(FRAMEWORK, 'GCBreakOnOOM', view),
);
/** x86: this Windows has one registry view only, and both names lead to the same value. */
const architecture = machineValue(
  'SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
  'PROCESSOR_ARCHITECTURE',
);

/** KB2015877's aid for taking a dump, forgotten: it belongs removed once the dump is there. */
export const gcBreakOnOom: Remedy = {
  name: 'gc-break-on-oom',
  title: 'GCBreakOnOOM: an aid for taking a dump, forgotten, or set for some hours',
  summary:
    'Finds the value GCBreakOnOOM in both registry views and takes it away; or, told for how many hours, sets it in one view, and the ' +
    'host takes it back by itself. It is an aid for taking a memory dump, no fix: with it a .NET program that runs out of memory stops ' +
    'at a breakpoint, and without a debugger it ends.',
  appliesTo:
    'Every Windows with a .NET Framework; 32-bit programs such as Outlook 2003 and 2007 read the 32-bit view.',
  sources: [
    'Microsoft KB2015877: GCBreakOnOOM = 2 and a DebugDiag rule for exception 80000003',
    '.NET runtime source, clrconfignames.h: "Does a DebugBreak at the soonest time we detect an OOM" (unsupported)',
  ],
  corrections: [
    'KB2015877 lists it among its steps as if it were part of the cure: it only makes a dump possible.',
    'KB2015877 calls the value a key and names one path: a 32-bit Outlook on a 64-bit Windows reads the 32-bit view, under Wow6432Node.',
    'KB2015877 never has it removed again: here it is set for hours or days only, with a timed undo on the host.',
  ],
  reads: 'GCBreakOnOOM under .NETFramework in the 32-bit and the 64-bit registry view.',
  changes: 'Removes the value from each view that has it; with hours, sets 2 in one view for so long.',
  undo: 'The values as they were, kind and data, in the same view.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'none; programs that run already have read it',
  confidence: 'documented',
  parameters: {
    hours: {
      title: '0: it is to be gone; else for how many hours it is set, until the host takes it back by itself',
      type: 'integer',
      default: 0,
      minimum: 0,
      maximum: 336,
      why: 'Set it only while a debugger waits for the dump; two weeks are the longest that anybody waits.',
    },
    view: {
      title: 'the registry view that it is set in',
      type: 'integer',
      default: 32,
      among: [32, 64],
      why: 'As many bits as the program has: Outlook 2003 and 2007 exist with 32 only.',
    },
  },
  needs: () => ({ facts: {}, resources: [...views, architecture] }),
  judge: (evidence) => {
    const hours = numberOf(evidence.parameters, 'hours');
    return hours === 0
      ? judgeLeftovers(evidence)
      : judgeDump(evidence, hours, numberOf(evidence.parameters, 'view'));
  },
};

/** Wanted for a while, in the view of the program that the dump is of. */
function judgeDump(evidence: Evidence, hours: number, view: number): Judgement {
  // A Windows of 32 bits has one view, and a .reg file that names Wow6432Node makes a key there that nothing reads.
  const named = isOneView(evidence.state(architecture)) ? 64 : view;
  const resource = views.find((value) => value.view === named);
  if (!resource) throw new TypeError(`no registry view of ${view} bits: parameters are checked before`);
  const state = evidence.state(resource);
  const name = evidence.describe(resource);
  if (state.status === 'unreadable')
    return judged('unknown', `${name} could not be read: ${printable(state.why)}.`);
  if (dwordIn(state) === BREAK)
    return judged(
      'compliant',
      `${name} is ${BREAK}; whether the host takes it back by itself, setright guard list says.`,
    );
  return {
    ...judged(
      'noncompliant',
      `${name} is ${evidence.describeState(resource, state)}; ${BREAK} is wanted for ${counted(hours, 'hour')}.`,
    ),
    wishes: [
      {
        resource,
        want: dword(BREAK),
        reason: `a dump of a .NET program that runs out of memory, within ${counted(hours, 'hour')}`,
        undoAfterSeconds: hours * 3600,
      },
    ],
    advice: [haveADebuggerWait],
  };
}

function judgeLeftovers(evidence: Evidence): Judgement {
  const unread = views.flatMap((resource) => {
    const state = evidence.state(resource);
    return state.status === 'unreadable'
      ? [`${evidence.describe(resource)} could not be read: ${printable(state.why)}.`]
      : [];
  });
  if (unread.length > 0) return judged('unknown', ...unread);
  const set = views.filter((resource) => evidence.state(resource).status === 'present');
  if (set.length === 0)
    return judged(
      'compliant',
      'GCBreakOnOOM is set in no registry view: no program breaks for want of memory.',
    );
  const machine = evidence.state(architecture);
  if (set.length > 1 && machine.status !== 'present')
    return judged(
      'unknown',
      'GCBreakOnOOM is set; whether in one registry view or in two could not be told.',
    );
  const left = isOneView(machine) ? set.slice(0, 1) : set;
  return {
    ...judged('noncompliant', ...left.map((resource) => reasonFor(evidence, resource, isOneView(machine)))),
    wishes: left.map((resource) => ({
      resource,
      want: noValue,
      reason:
        'an aid for taking a dump, left behind: without a debugger it ends every .NET program that runs out of memory',
    })),
    advice: [takeTheDumpFirst],
  };
}

const isOneView = (machine: State): boolean =>
  machine.status === 'present' && isPlainObject(machine.value) && machine.value.data === 'x86';

const reasonFor = (evidence: Evidence, resource: RegistryValue, isOnly: boolean): string =>
  `${evidence.describe(resource)} is ${evidence.describeState(resource, evidence.state(resource))}: programs${isOnly ? '' : ` that read the ${resource.view}-bit view`} break when they run out of memory.`;

const haveADebuggerWait: Advice = {
  title: 'Before it is set: have a debugger wait',
  first: true,
  steps: [
    'Without a debugger every .NET program on this host that runs out of memory ends.',
    'DebugDiag: a rule for a crash of the one process, exception 80000003 with Full Userdump and action limit 1, on a drive with 5 GB free.',
    'Then apply, and restart the program: it reads the value when it starts.',
  ],
  check:
    'A dump is written when the program runs out of memory; look in it for a managed System.OutOfMemoryException.',
  undo: 'Set by setright apply, the host takes the value back when the time is over, and setright rollback does so at once; set with a .reg file, it stays until somebody takes it back. Take the DebugDiag rule away.',
};

const takeTheDumpFirst: Advice = {
  title: 'Is somebody waiting for the dump? Then take it first',
  first: true,
  steps: [
    'Look for a DebugDiag rule for exception 80000003 with the action "Full Userdump", and for dumps that are there already.',
    'The dump is the end of it: look in it for a managed System.OutOfMemoryException, then have the value removed.',
  ],
  check: 'No debugger waits for OUTLOOK.EXE, and the person who set the value agrees.',
  undo: 'Nothing was changed.',
};
