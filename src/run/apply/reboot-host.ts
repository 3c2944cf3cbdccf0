import { ExpectedError, HostError } from '../../model/errors.ts';
import type { JournalEntry } from '../../model/journal.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { counted } from '../../model/printable.ts';
import { unverified } from '../../plan/compare.ts';
import type { Session } from '../connect/session.ts';
import { readStates } from '../observe/read-states.ts';
import { messageOf, outcome } from '../outcomes.ts';
import { describeChanges, typeOf } from '../tables.ts';
import { awaitBoot, type Boot, type Reboot, readBoot, type Seen } from './await-boot.ts';
import { type HostWork, step } from './host-work.ts';
import { keptOutcome } from './kept-outcome.ts';
import type { Prepared } from './prepare.ts';

/**
 * Restarts Windows under a run that was kept, and reads its values after a later start was seen. Whatever comes in between, the values
 * stay as they are: set, not in force. Does not reject: what could not be learnt is `unfinished`, and the next contact sees it by the
 * time of the last start.
 */
export async function rebootHost(
  work: HostWork,
  prepared: Prepared,
  effect: Reboot,
  notInForce: readonly string[],
): Promise<HostOutcome> {
  const { delaySeconds } = effect.target;
  try {
    step(work, 'looking at what waits for a reboot');
    const before = await readBoot(work.session);
    const why = reasonAgainst(work, before);
    if (why !== undefined) return notDone(work, prepared, effect, notInForce, why);
    await work.journal.append({ event: 'effect-intended', host: work.host.name, effect: effect.id });
    const heard = await request(work, work.session, effect);
    if (heard.kind === 'not-done') return notDone(work, prepared, effect, notInForce, heard.why);
    const again = async (session: Session): Promise<void> => {
      const answer = await request(work, session, effect);
      if (answer.kind === 'not-done') throw new HostError('effect-failed', answer.why);
    };
    const { clock, limits } = work.context;
    const until = clock().getTime() + (delaySeconds + limits.rebootSeconds) * 1000;
    for (let waitSeconds = delaySeconds; ; waitSeconds = limits.pauseSeconds) {
      const ask = heard.kind === 'heard' ? undefined : again;
      const seen = await awaitBoot(work, before, { waitSeconds, until }, ask);
      if (seen.kind === 'not-done') return notDone(work, prepared, effect, notInForce, seen.why);
      if (seen.kind === 'unknown') return unfinished(work, prepared, notInForce, seen.why);
      const isTime = clock().getTime() < until;
      const ended = await inForce(work, prepared, effect, before, seen.boot, isTime);
      if (ended) return ended;
    }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return unfinished(work, prepared, notInForce, messageOf(error));
  }
}

function reasonAgainst({ context }: HostWork, before: Boot): string | undefined {
  if (context.cancellation.stopping) return 'cancelled before it was asked for';
  if (before.bootedAt === '')
    return 'when Windows was last started cannot be told, so nobody could see that it was restarted';
  return undefined;
}

type Heard = { readonly kind: 'heard' | 'lost' } | Extract<Seen, { readonly kind: 'not-done' }>;

/** A lost line tells nothing: it may go down or not. */
async function request(work: HostWork, session: Session, effect: Reboot): Promise<Heard> {
  const { host, journal, run } = work;
  step(work, 'asking for a reboot');
  try {
    const { id, kind, target } = effect;
    const result = await session.request('effect', { run, id, kind, target });
    if (!('due' in result)) return { kind: 'lost' };
    await journal.append({ event: 'reboot-requested', host: host.name, effect: id, due: result.due });
    return { kind: 'heard' };
  } catch (error) {
    if (error instanceof HostError) return { kind: 'not-done', why: messageOf(error) };
    if (error instanceof ExpectedError) return { kind: 'lost' };
    throw error;
  }
}

/** Read on the line of the new start. Undefined: look again. That line was lost as well, or services are not up yet. */
async function inForce(
  work: HostWork,
  prepared: Prepared,
  effect: Reboot,
  before: Boot,
  boot: Boot,
  isTime: boolean,
): Promise<HostOutcome | undefined> {
  const { host, journal } = work;
  const { changes } = prepared;
  step(work, `Windows was started at ${boot.bootedAt}; verifying ${counted(changes.length, 'value')}`);
  let problems: readonly string[];
  try {
    const observed = await readStates(
      work.session,
      changes.map(({ resource }) => resource),
    );
    problems = unverified(changes, observed, typeOf);
    // Services take a while to come up; what else does not hold was written back.
    const rest = changes.filter(({ resource }) => resource.kind !== 'service-status');
    if (isTime && problems.length > unverified(rest, observed, typeOf).length) return undefined;
  } catch (error) {
    if (error instanceof HostError || !(error instanceof ExpectedError)) throw error;
    return undefined;
  }
  const result = { bootedAt: boot.bootedAt, before: before.bootedAt };
  await journal.append({ event: 'effect-done', host: host.name, effect: effect.id, result });
  const details = [
    `Windows was started at ${boot.bootedAt}; before, at ${before.bootedAt}`,
    ...before.pending.map((line) => `before: ${line}`),
    ...boot.pending.map((line) => `after: ${line}`),
  ];
  if (problems.length > 0)
    return outcome(
      host.name,
      'stuck',
      `the reboot is done, but ${problems.join('; ')}: something wrote it back`,
      {
        details: [...prepared.notes, ...details],
        connections: work.connections,
      },
    );
  await journal.append({ event: 'verified', host: host.name });
  const ended = keptOutcome(work, prepared, [], undefined, true);
  return { ...ended, details: [...ended.details, ...details] };
}

/** Known to have come to nothing. The values hold, and wait for a restart by whomever. */
async function notDone(
  work: HostWork,
  prepared: Prepared,
  effect: Reboot,
  notInForce: readonly string[],
  why: string,
): Promise<HostOutcome> {
  const { host, journal, connections } = work;
  const entry: JournalEntry = { event: 'reboot-not-done', host: host.name, effect: effect.id, why };
  await journal.append(entry);
  return outcome(host.name, 'differs', `${said(prepared, notInForce)}; no reboot: ${why}`, {
    details: prepared.notes,
    notInForce: describeChanges(prepared.changes, notInForce),
    connections,
  });
}

function unfinished(
  work: HostWork,
  prepared: Prepared,
  notInForce: readonly string[],
  why: string,
): HostOutcome {
  const { host, connections } = work;
  const next = 'look at the host; the next apply or recover sees whether it was restarted';
  return outcome(
    host.name,
    'unfinished',
    `${said(prepared, notInForce)}; the reboot was not seen to happen (${why}): ${next}`,
    {
      details: prepared.notes,
      notInForce: describeChanges(prepared.changes, notInForce),
      connections,
    },
  );
}

const said = ({ changes }: Prepared, notInForce: readonly string[]): string =>
  changes.length === 0
    ? 'nothing was to be set'
    : `${counted(changes.length, 'value')} set and verified, ${notInForce.length} of them not in force`;
