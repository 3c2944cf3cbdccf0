import type { Fault, HostState } from '../../src/transports/simulated/state/state.ts';
import type { Disk } from './full-disk.ts';
import type { MemoryHost } from './memory-host.ts';
import type { Tap } from './tapped-line.ts';

/** Where a fault strikes: the request that is about to pass, the line it passes on, both its ends. */
export interface Place {
  readonly verb: string;
  readonly tap: Tap;
  readonly host: MemoryHost;
  /** The controller's. */
  readonly disk: Disk;
  /** Nothing answers the next `connections` times. */
  away(connections: number): void;
  /** The clock of the controller jumps. */
  skew(milliseconds: number): void;
}

export interface MatrixFault {
  readonly name: string;
  /** Verbs that it can strike; undefined: all. */
  readonly verbs: readonly string[] | undefined;
  /** Whether the run may end stuck by it: somebody else's value is there. */
  readonly mayStick: boolean;
  /** Even where a record of it could not be written, the host is as before (or as planned) when the run ends. */
  readonly restores: boolean;
  /** Windows starts afresh: services whose start type the plan changes stand as it brings them up. */
  readonly boots: boolean;
  /** What the rival makes of the value that he wrote; undefined: there is no rival. */
  readonly rival?: Rival;
  strike(place: Place): void;
}

/** Somebody else writes a value between two of our requests. */
export interface Rival {
  readonly key: string;
  readonly value: string;
  write(state: HostState): void;
}

const YEAR = 365 * 86_400_000;
const writing = ['begin', 'set', 'try', 'effect', 'undo', 'keep', 'bye'];

/** Steps of a run whose guard is armed. */
const guarding = ['set', 'try', 'effect', 'yield', 'confirm', 'undo'];
/** More than the two minutes that a guard waits, less than any time that a change is made for. */
const PAST_GUARD = 150_000;

const fault = (
  name: string,
  strike: (place: Place) => void,
  more: { verbs?: readonly string[]; mayStick?: boolean; restores?: boolean; rival?: Rival } = {},
): MatrixFault => ({
  name,
  strike,
  verbs: more.verbs,
  mayStick: more.mayStick ?? false,
  restores: more.restores ?? false,
  boots: name.startsWith('host reboots'),
  ...(more.rival ? { rival: more.rival } : {}),
});

/** A fault that the simulated host shows by itself at this request. */
const ofHost = (
  name: string,
  how: Fault['fault'],
  more: { verbs?: readonly string[]; mayStick?: boolean; after?: number } = {},
): MatrixFault =>
  fault(
    name,
    ({ host, verb }) =>
      host.edit((state) => {
        const after = more.after === undefined ? {} : { after: more.after };
        state.faults = [{ verb, fault: how, once: true, ...after }];
      }),
    more,
  );

function setValue(state: HostState, path: string, name: string, data: number | undefined): void {
  const key = state.registry.find((each) => each.path === path);
  if (!key) {
    if (data !== undefined) state.registry.push({ path, values: [{ name, kind: 'REG_DWORD', data }] });
    return;
  }
  key.values = key.values.filter((each) => each.name !== name);
  if (data !== undefined) key.values.push({ name, kind: 'REG_DWORD', data });
}

const rival = (name: string, key: string, valueName: string, data: number | undefined): MatrixFault => {
  const path = `HKLM\\${key}`;
  const write = (state: HostState) => setValue(state, path, valueName, data);
  return fault(`another admin ${name}`, ({ host }) => host.edit(write), {
    mayStick: true,
    rival: { key: path, value: valueName, write },
  });
};

const fill = (state: HostState, room: number): void => {
  state.room = room;
};

export const moveClock = (state: HostState, milliseconds: number): void => {
  state.clock = new Date(Date.parse(state.clock ?? '') + milliseconds).toISOString();
};

/** One number of a reply of states is another one on its way: verification reads what is not there. */
export const otherNumber = (frame: string): string =>
  frame.replace(/"data":(\d+)/, (_all, data) => `"data":${Number(data) + 1}`);

export const matrixFaults: readonly MatrixFault[] = [
  fault('line dropped before', ({ tap }) => tap.cut()),
  ofHost('line dropped after', 'drop-after'),
  fault('line dropped, host away', ({ tap, away }) => {
    tap.cut();
    away(5);
  }),
  fault('reply lost', ({ tap }) => tap.loseReply()),
  ofHost('reply garbled', 'garble'),
  ofHost('reply huge', 'huge'),
  ofHost('host hangs', 'hang'),
  ofHost('set finishes too late', 'late'),
  ofHost('process killed', 'die'),
  ...[1, 2, 3].map((after) =>
    ofHost(`process killed, flush ${after}`, 'die', {
      after,
      verbs: writing.filter((verb) => verb !== 'bye'),
    }),
  ),
  ofHost('host reboots', 'reboot'),
  ...[1, 2, 3].map((after) =>
    ofHost(`host reboots, flush ${after}`, 'reboot', {
      after,
      verbs: ['begin', 'set', 'try', 'effect', 'undo', 'keep'],
    }),
  ),
  fault('old runtime behind a stall', ({ tap }) => tap.stall()),
  fault('old runtime, its reply stalled', ({ tap }) =>
    tap.changeReply(() => {
      tap.stall();
      return '';
    }),
  ),
  ofHost('request fails', 'fail'),
  ofHost('set lies', 'lie', { verbs: ['set', 'try'], mayStick: true }),
  ofHost('set differs', 'differ', { verbs: ['set', 'try'], mayStick: true }),
  // After a reboot the run is kept already: then what reads otherwise can only be told.
  fault('verify differs', ({ tap }) => tap.changeReply(otherNumber), { verbs: ['get'], mayStick: true }),
  rival('writes another value', 'SOFTWARE\\Setright Test', 'Dword', 7),
  rival('writes our value', 'SOFTWARE\\Setright Test', 'Dword', 64),
  rival('deletes the value', 'SOFTWARE\\Setright Test', 'Dword', undefined),
  rival('writes into our new key', 'SOFTWARE\\Setright Test\\A\\B', 'Theirs', 1),
  ...[0, 1, 2].map((after) =>
    ofHost(`host's record fails, step ${after + 1}`, 'record-failed', { after, verbs: writing }),
  ),
  ...[0, 150, 400].flatMap((room) => [
    fault(`host's disk full, ${room} bytes left`, ({ host }) => host.edit((state) => fill(state, room))),
    fault(
      `host's disk and reserve full, ${room} bytes left`,
      ({ host }) =>
        host.edit((state) => {
          fill(state, room);
          state.files = state.files.filter(({ path }) => !path.endsWith('\\reserve'));
        }),
      { restores: true },
    ),
  ]),
  fault("controller's disk full", ({ disk }) => {
    disk.isFull = true;
  }),
  fault(
    "controller's disk and reserve full",
    ({ disk }) => {
      disk.isFull = true;
      disk.isGreedy = true;
    },
    { restores: true },
  ),
  fault("host's clock a year on", ({ host }) => host.edit((state) => moveClock(state, YEAR))),
  fault("host's clock a year back", ({ host }) => host.edit((state) => moveClock(state, -YEAR))),
  fault('the guard fires', ({ host }) => host.edit((state) => moveClock(state, PAST_GUARD)), {
    verbs: guarding,
  }),
  fault(
    'guard and lease at once',
    ({ host, tap }) => {
      host.edit((state) => moveClock(state, PAST_GUARD));
      tap.cut();
    },
    { verbs: guarding },
  ),
  ...(['stopped', 'deaf', 'stuck'] as const).map((how) =>
    fault(
      `the scheduler is ${how}`,
      ({ host }) =>
        host.edit((state) => {
          state.scheduler = how;
        }),
      { verbs: ['guard', 'timed', ...guarding] },
    ),
  ),
  fault("controller's clock a year on", ({ skew }) => skew(YEAR)),
  fault("controller's clock a year back", ({ skew }) => skew(-YEAR)),
];

export const strikes = ({ verbs }: MatrixFault, verb: string): boolean => verbs?.includes(verb) ?? true;
