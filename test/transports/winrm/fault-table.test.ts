/**
 * Every fault that WinRM is known to say, and every HTTP status that stands for one, at every step: what docs/winrm.md says happens.
 * Counted at the server: no command runs twice, no data goes twice, no shell stays.
 */
import { describe, expect, it, type TestContext } from 'vitest';
import { UnreachableError } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { exchange, optionsWith, running, signal } from '../hosts.ts';
import { echoing } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { type Accident, ann, WinrmServer } from './winrm-server.ts';

const options = optionsWith({ credential: async () => new Secret(ann.password), connectSeconds: 60 });
const { start } = winrmTransport(options, {
  ...shortTimes,
  operationSeconds: 30,
  graceSeconds: 30,
  leaveSeconds: 30,
  cleanUpSeconds: 30,
});

const [busy, timeout, pluginTimeout, notFound, maxOperations] = [
  170, 2150858793, 1460, 2150858843, 2150859174,
];
const quotas = [
  ...[2150859173, 2150859175, 2150859176, 2150859179],
  ...[2150859236, 2150859237, 2150859238, 2150859239, 2150859240, 2150859241],
];
const others = [5, 87, 995, 2147942402, 2147942405, 2147943418, 2150859180, 4711];
const codes = [busy, timeout, pluginTimeout, notFound, maxOperations, ...quotas, ...others];
const statuses = [401, 413, 425, 429, 500, 503];

const [passes, neverBegan, lost] = ['it passes', 'the line never begins', 'the line is lost'] as const;
type End = typeof passes | typeof neverBegan | typeof lost;

/** What passes at a step; all else comes to the last. */
const table: Readonly<Record<string, readonly [readonly number[], End]>> = {
  Get: [[...codes, 401], neverBegan],
  Create: [[...quotas, 401, 425, 429, 503], neverBegan],
  Command: [[notFound, maxOperations, ...quotas], neverBegan],
  Send: [[busy, timeout, pluginTimeout, 401], lost],
  Receive: [[timeout, 401, 425, 429, 503], lost],
  Signal: [[...codes, ...statuses], passes],
  Delete: [[...codes, ...statuses], passes],
};

interface Played {
  readonly action: string;
  readonly accident: Accident;
  readonly end: End;
}

/** These say that nothing was done. */
const isRefusal = (code: number): boolean => [busy, notFound, maxOperations, ...quotas].includes(code);

function accidentsAt(action: string): readonly Accident[] {
  const refused = codes.map((code) => ({ kind: 'fault' as const, code }));
  const inAnotherForm = quotas.map((code) => ({ kind: 'fault' as const, code, isWmi: true }));
  // An answer with output is not a fault: a Receive that was carried out is one whose output is lost.
  const done = codes
    .filter((code) => !isRefusal(code) && action !== 'Receive')
    .map((code) => ({ kind: 'fault' as const, code, isCarriedOut: true }));
  return [
    ...refused,
    ...(['Create', 'Command'].includes(action) ? inAnotherForm : []),
    ...done,
    ...statuses.map((status) => ({ kind: 'status' as const, status })),
  ];
}

const cases: readonly Played[] = Object.entries(table).flatMap(([action, [passing, otherwise]]) =>
  accidentsAt(action).map((accident) => ({
    action,
    accident,
    end: passing.includes(numberOf(accident)) ? passes : otherwise,
  })),
);

function numberOf(accident: Accident): number {
  if (accident.kind === 'fault') return accident.code;
  return accident.kind === 'status' ? accident.status : 0;
}

/** One line over a server on which this happens once; sends one piece of data, and reads to the end. */
async function play({ action, accident }: Played, { onTestFinished }: TestContext) {
  const server = await WinrmServer.start({
    program: echoing,
    accident: (said, nth) => (said === action && nth === 1 ? accident : undefined),
    mostSeconds: 0.3,
  });
  onTestFinished(() => server.stop());
  const line = await start(server.host(), running('exit'), signal()).catch((error: Error) => error);
  const refusal = line instanceof Error ? line : undefined;
  const heard = line instanceof Error ? undefined : await exchange(line, Buffer.from('once\n'));
  return { server, refusal, heard };
}

/** What the server was asked to do. */
const done = ({ shells }: WinrmServer) => ({
  commands: shells.commandLines.length,
  pieces: shells.pieces.filter((length) => length > 0).length,
  killed: shells.killed,
});

const isLostOnTheWay = ({ action, accident }: Played): boolean =>
  action === 'Send' &&
  accident.kind === 'fault' &&
  [timeout, pluginTimeout].includes(accident.code) &&
  accident.isCarriedOut !== true;

const shown = (accident: Accident): RegExp =>
  accident.kind === 'fault'
    ? new RegExp(`fault ${accident.code}, .*said ${accident.code}`)
    : /HTTP status \d+|did not let us in/;

const of = (wanted: End): readonly Played[] => cases.filter(({ end }) => end === wanted);

describe.concurrent('a fault at each step', () => {
  it.for(of(passes))('$action, $accident: $end', async (played, context) => {
    const { expect } = context;
    const { server, heard, refusal } = await play(played, context);
    expect(refusal).toBeUndefined();
    // A Send that ran out of time counts as taken: one that was not is missed, not sent again.
    const arrived = isLostOnTheWay(played) ? '' : 'once\n';
    expect([heard?.out.toString(), heard?.error, heard?.end.exitCode]).toEqual([arrived, 'end seen', 0]);
    expect(done(server)).toEqual({ commands: 1, pieces: arrived === '' ? 0 : 1, killed: 0 });
    // A Delete that was refused is not asked again: the host's own idle time ends the shell.
    const stays =
      played.action === 'Delete' && !('isCarriedOut' in played.accident) && numberOf(played.accident) !== 401;
    await expect.poll(() => server.shells.open, { timeout: 60_000 }).toBe(stays ? 1 : 0);
  });

  it.for(of(neverBegan))('$action, $accident: $end', async (played, context) => {
    const { expect } = context;
    const { action, accident } = played;
    const { server, refusal } = await play(played, context);
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal?.message).toMatch(shown(accident));
    const isDone = accident.kind === 'fault' && accident.isCarriedOut === true;
    const started = action === 'Get' || (action === 'Command' && isDone);
    expect(done(server)).toEqual({ commands: started ? 1 : 0, pieces: 0, killed: 0 });
    // Of a shell whose name never arrived nothing can be said to the host.
    expect(server.shells.open).toBe(action === 'Create' && isDone ? 1 : 0);
  });

  it.for(of(lost))('$action, $accident: $end', async (played, context) => {
    const { expect } = context;
    const { action, accident } = played;
    const { server, heard } = await play(played, context);
    expect(heard?.end).toMatchObject({ exitCode: undefined });
    expect(heard?.end.why).toMatch(shown(accident));
    const { commands, pieces, killed } = done(server);
    expect([commands, pieces <= 1, killed]).toEqual([1, true, 0]);
    // The end of stdin is sent all the same, and the shell goes when the command has ended; unless the host says that it has gone.
    const isGone = action === 'Receive' && numberOf(accident) === notFound;
    await expect.poll(() => server.shells.open, { timeout: 60_000 }).toBe(isGone ? 1 : 0);
  });
});

it('covers every code and status at every step', () => {
  expect(Object.keys(table)).toHaveLength(7);
  expect(cases.length).toBeGreaterThanOrEqual(7 * (codes.length + statuses.length));
});
