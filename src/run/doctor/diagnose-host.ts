import { bad, type Check, type Diagnosis, doubtful, good } from '../../model/diagnosis.ts';
import { ExpectedError, UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { Hello } from '../../model/line.ts';
import { stalledCheck } from '../connect/narrow.ts';
import { openingFailure } from '../connect/opening-failure.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { messageOf } from '../outcomes.ts';
import { lookAtAntivirus } from './look-at-antivirus.ts';
import { lookAtEncoding } from './look-at-encoding.ts';
import { lookAtPolicy } from './look-at-policy.ts';
import { lookAtRights } from './look-at-rights.ts';
import { lookAtSizes } from './look-at-sizes.ts';

const GREETINGS = 3;

/** From the start of the connection on; an ordinary host takes 2 to 5. */
const SLOW_SECONDS = 20;

/** Goes the way to a host and asks the PowerShell there about itself. Only reads; every failure is one of the checks. */
export async function diagnoseHost(
  context: RunContext,
  host: Host,
  way: AsyncIterable<Check>,
): Promise<Diagnosis> {
  const checks: Check[] = [];
  const add = (check: Check) => {
    context.watch({ kind: 'host-step', host: host.name, step: check.check });
    checks.push(check);
  };
  try {
    for await (const check of way) add(check);
    if (checks.at(-1)?.status !== 'bad') for await (const check of askPowerShell(context, host)) add(check);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    add(bad('login', bare(host, error), 'Set it right in the inventory.'));
  }
  const worst = (['bad', 'doubtful'] as const).find((status) =>
    checks.some((check) => check.status === status),
  );
  return { host: host.name, transport: host.transport.type, verdict: worst ?? 'good', checks };
}

async function* askPowerShell(context: RunContext, host: Host): AsyncGenerator<Check> {
  const started = performance.now();
  let session: Session | undefined;
  try {
    session = await Session.open(host, context);
    const waited = (performance.now() - started) / 1000;
    const { hello } = session;
    yield await lookAtRights(session);
    yield clock(hello, context.clock());
    yield powershell(hello);
    yield good('language', `${hello.engine.languageMode}: all of the language may be used`);
    yield await lookAtPolicy(session);
    yield await lookAtAntivirus(session);
    yield await roundTrip(session);
    yield await lookAtEncoding(session, context);
    yield firstReply(waited);
    if (hello.lock !== null) yield lock(hello.lock);
    const stalled = context.stalled.get(host.name);
    if (stalled) yield stalledCheck(stalled);
    else yield* lookAtSizes(session, context);
  } catch (error) {
    if (!(error instanceof ExpectedError) || error instanceof UsageError) throw error;
    if (session === undefined)
      yield openingFailure(error, bare(host, error), Math.round(context.runtime.text.length / 1000));
    else yield bad('round-trip', `the line ended after it had worked: ${bare(host, error)}`, 'Try again.');
  } finally {
    await session?.close();
  }
}

const bare = ({ name }: Host, error: unknown): string => messageOf(error).replace(`${name}: `, '');

const powershell = ({ engine, machine }: Hello): Check =>
  good('powershell', `PowerShell ${engine.version} (${engine.edition}) on ${machine.name}`);

function firstReply(seconds: number): Check {
  const found = `the first answer came ${seconds.toFixed(1)} s after the connection was begun`;
  if (seconds < SLOW_SECONDS) return good('first-reply', found);
  return doubtful(
    'first-reply',
    found,
    'An ordinary host takes 2 to 5 s. Slow starts come of an antivirus program, of certificates that are checked against an address that does ' +
      'not answer, or of a loaded host.',
    'Measure-Command { powershell -NoProfile -Command exit }',
  );
}

function clock(hello: Hello, now: Date): Check {
  const minutes = Math.abs(new Date(hello.clock).getTime() - now.getTime()) / 60_000;
  const found = `the host's clock says ${hello.clock}, ours ${now.toISOString()}`;
  if (minutes < 2) return good('clock', found);
  return doubtful(
    'clock',
    `${found}: ${Math.round(minutes)} minutes apart`,
    'Set the one that is wrong: logins by Kerberos fail after 5 minutes, and times in reports mislead.',
    'w32tm /resync',
  );
}

async function roundTrip(session: Session): Promise<Check> {
  const started = performance.now();
  for (let at = 0; at < GREETINGS; at += 1) await session.greet([]);
  const each = (performance.now() - started) / GREETINGS;
  return good('round-trip', `a question and its answer take ${each.toFixed(0)} ms`);
}

const lock = ({ run, person, controller, alive }: NonNullable<Hello['lock']>): Check =>
  doubtful(
    'record',
    `run ${run} of ${person} on ${controller} holds the host's lock; its PowerShell ${alive ? 'still runs' : 'has ended'}`,
    alive ? 'Wait until it has ended.' : 'Settle it with `setright recover`.',
  );
