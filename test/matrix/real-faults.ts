import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { asciiJson, mark, unmark } from '../../src/model/line.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { matrixFaults, moveClock, otherNumber } from './faults.ts';
import type { Disk } from './full-disk.ts';
import type { Struck } from './judge.ts';
import type { Tap } from './tapped-line.ts';

/** Where a fault strikes a host from outside: its line, and the state file that is, or stands in for, its Windows. */
export interface RealPlace {
  readonly tap: Tap;
  readonly disk: Disk;
  /** Between two requests, as somebody else at work on the host. */
  edit(change: (state: HostState) => void): void;
  skew(milliseconds: number): void;
}

export interface RealFault extends Struck {
  readonly name: string;
  readonly verbs?: readonly string[];
  /** Ends processes: a simulated host has none of its own. */
  readonly kills?: true;
  strike(place: RealPlace): void;
  /** Puts the world in order again, where it does not come by itself. */
  heal?(place: Pick<RealPlace, 'edit'>): void;
}

const YEAR = 365 * 86_400_000;
const fault = (name: string, strike: RealFault['strike'], more: Partial<RealFault> = {}): RealFault => ({
  name,
  strike,
  mayStick: false,
  boots: false,
  ...more,
});

/** Every PowerShell of the host ends as a process that was killed. */
const kill = ({ edit }: RealPlace): void =>
  edit(({ processes }) => {
    for (const { name, controller } of processes)
      if (name === 'powershell' && controller !== undefined && controller !== process.pid)
        try {
          process.kill(controller, 'SIGKILL');
        } catch {
          // It has ended already.
        }
  });

/** What the simulated matrix does by `write` of its rivals, done to the state file. */
const rivals: readonly RealFault[] = matrixFaults.flatMap(({ name, rival, mayStick }) =>
  rival ? [fault(name, ({ edit }) => edit(rival.write), { rival, mayStick })] : [],
);

const atReply =
  (then: (place: RealPlace) => void): RealFault['strike'] =>
  (place) =>
    place.tap.changeReply(() => {
      then(place);
      return '';
    });

/** The list of the simulated matrix, as far as a host can be brought to it from outside. */
export const realFaults: readonly RealFault[] = [
  fault('line dropped before', ({ tap }) => tap.cut()),
  fault(
    'line dropped after',
    atReply(({ tap }) => tap.cut()),
  ),
  fault('reply lost', ({ tap }) => tap.loseReply()),
  fault('reply garbled', ({ tap }) => tap.changeReply((frame) => frame.replace('"n":', '"m":'))),
  fault('reply huge', ({ tap }) =>
    tap.changeReply((frame) => frame.replace('{', `{"x":"=${'x'.repeat(9_000_000)}",`)),
  ),
  fault('process killed', kill, { kills: true }),
  fault('process killed, its reply lost', atReply(kill), { kills: true }),
  fault('old runtime behind a stall', ({ tap }) => tap.stall()),
  fault(
    'old runtime, its reply stalled',
    atReply(({ tap }) => tap.stall()),
  ),
  fault('set fails', ({ edit }) => edit((state) => denyWrites(state, true)), {
    verbs: ['set'],
    heal: ({ edit }) => edit((state) => denyWrites(state, false)),
  }),
  fault('verify differs', ({ tap }) => tap.changeReply(otherNumber), { verbs: ['get'] }),
  ...rivals,
  fault("controller's disk full", ({ disk }) => {
    disk.isFull = true;
  }),
  fault("host's clock a year on", ({ edit }) => edit((state) => moveClock(state, YEAR))),
  fault("host's clock a year back", ({ edit }) => edit((state) => moveClock(state, -YEAR))),
  fault("controller's clock a year on", ({ skew }) => skew(YEAR)),
];

function denyWrites(state: HostState, isDenied: boolean): void {
  for (const key of state.registry) {
    if (key.path !== 'HKLM\\SOFTWARE\\Setright Test') continue;
    if (isDenied) key.deny = 'write';
    else delete key.deny;
  }
}

export function editState(path: string, change: (state: HostState) => void): void {
  const state = unmark(JSON.parse(readFileSync(path, 'utf8'))) as HostState;
  change(state);
  // The PowerShell may be reading.
  writeFileSync(`${path}.new`, asciiJson(mark(state)));
  renameSync(`${path}.new`, path);
}
