import { readFact } from '../../facts/index.ts';
import type { Effect } from '../../model/effect.ts';
import { ExpectedError, HostError } from '../../model/errors.ts';
import { machineKey } from '../../model/machine.ts';
import { pendingRebootLines } from '../../model/pending-reboot.ts';
import { printable } from '../../model/printable.ts';
import { Session } from '../connect/session.ts';
import { messageOf } from '../outcomes.ts';
import { type HostWork, step } from './host-work.ts';

export type Reboot = Extract<Effect, { readonly kind: 'reboot' }>;

/** When Windows was last started and what waits for its next start, by the host's clock. */
export interface Boot {
  /** When it was asked. */
  readonly at: string;
  /** '' when it could not be told. */
  readonly bootedAt: string;
  readonly pending: readonly string[];
}

/** What became of a reboot. `unknown`: nobody could tell in the time there was. */
export type Seen =
  | { readonly kind: 'back'; readonly boot: Boot }
  | { readonly kind: 'not-done'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** `shutdown /a` leaves this in the log of the system. */
const CANCELLED = { log: 'System', provider: 'User32', id: 1075, hours: 24, newest: 1 } as const;

export async function readBoot(session: Session): Promise<Boot> {
  const questions = [
    { fact: 'os', ask: {} },
    { fact: 'pending-reboot', ask: {} },
  ];
  const { facts } = await session.request('observe', { questions });
  const silent = { known: false, at: '', why: 'it was not answered' } as const;
  const os = readFact('os', facts[0] ?? silent);
  const pending = readFact('pending-reboot', facts[1] ?? silent);
  return {
    at: os.at,
    bootedAt: os.known ? os.value.bootedAt : '',
    pending: pendingRebootLines(pending),
  };
}

/**
 * Waits `waitSeconds`, then for a later start of the same machine, and leaves its line in `work`; gives up at `until` (our clock). `request` asks for the reboot once more where nobody heard
 * the answer to the first time; it rejects when the host says no.
 */
export async function awaitBoot(
  work: HostWork,
  before: Boot,
  { waitSeconds, until }: { readonly waitSeconds: number; readonly until: number },
  request: ((session: Session) => Promise<void>) | undefined,
): Promise<Seen> {
  const { clock, cancellation, limits } = work.context;
  const { machine } = work.session.hello;
  const { hostKey, hidesValues } = work.session;
  await work.session.close();
  await pass(work, waitSeconds);
  let ask = request;
  let last = 'not looked at yet';
  for (let attempt = 1; ; attempt += 1) {
    step(work, `waiting for Windows to come up again (look ${attempt}; last: ${last})`);
    try {
      work.connections += 1;
      work.session = await Session.open(work.host, work.context, [work.run]);
      work.session.hidesValues = hidesValues;
      if (machineKey(work.session.hello.machine) !== machineKey(machine) || work.session.hostKey !== hostKey)
        return { kind: 'unknown', why: 'another machine, or another host key, answers now' };
      const boot = await readBoot(work.session);
      if (isLater(boot, before)) return { kind: 'back', boot };
      last = `it answers and is up since ${boot.bootedAt || '(not told)'}`;
      const cancelled = await cancelledSince(work.session, before.at);
      if (cancelled !== undefined) return { kind: 'not-done', why: cancelled };
      await ask?.(work.session);
      ask = undefined;
      await work.session.close();
    } catch (error) {
      work.session.drop();
      if (error instanceof HostError && ask) return { kind: 'not-done', why: messageOf(error) };
      if (!(error instanceof ExpectedError)) throw error;
      last = messageOf(error);
    }
    if (cancellation.stopping) return { kind: 'unknown', why: `cancelled while waiting; ${last}` };
    if (clock().getTime() > until) return { kind: 'unknown', why: last };
    await pass(work, Math.min(attempt, 10) * limits.pauseSeconds);
  }
}

/** Later than when it was asked before the reboot: Windows' own time of its start shifts a little with its clock. */
const isLater = (boot: Boot, before: Boot): boolean => Date.parse(boot.bootedAt) > Date.parse(before.at);

async function cancelledSince(session: Session, since: string): Promise<string | undefined> {
  const { facts } = await session.request('observe', { questions: [{ fact: 'events', ask: CANCELLED }] });
  const events = facts[0] && readFact('events', facts[0]);
  const newest = events?.known ? events.value.newest[0] : undefined;
  if (!newest || Date.parse(newest.at) <= Date.parse(since)) return undefined;
  return `it was cancelled on the host at ${newest.at} (${printable(newest.message) || 'event 1075 of User32'})`;
}

/** In slices: a person who cancels does not wait. */
async function pass({ context }: HostWork, seconds: number): Promise<void> {
  for (let left = seconds; left > 0 && !context.cancellation.stopping; left -= 1)
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, 1) * 1000));
}
