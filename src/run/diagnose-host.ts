import { bad, type Check, type Diagnosis, doubtful, good } from '../model/diagnosis.ts';
import { ExpectedError, HostError, UsageError } from '../model/errors.ts';
import type { Host } from '../model/host.ts';
import type { Hello } from '../model/line.ts';
import type { RunContext } from './context.ts';
import { messageOf } from './outcomes.ts';
import { Session } from './session.ts';

/** More than any packet and many of them: where large packets vanish, this answer stays out though small ones come. */
const LARGE = 100_000;
const GREETINGS = 3;

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
    const { hello } = session;
    yield powershell(hello, seconds(started));
    yield rights(hello);
    yield clock(hello, context.clock());
    yield await roundTrip(session);
    yield await largeReply(session, context);
    if (hello.lock !== null) yield lock(hello.lock);
  } catch (error) {
    if (!(error instanceof ExpectedError) || error instanceof UsageError) throw error;
    if (session === undefined) yield bad('powershell', bare(host, error), '');
    else yield largeReplyLost(host, error);
  } finally {
    await session?.close();
  }
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

const bare = ({ name }: Host, error: unknown): string => messageOf(error).replace(`${name}: `, '');

const powershell = ({ engine, machine }: Hello, waited: string): Check =>
  good(
    'powershell',
    `PowerShell ${engine.version} (${engine.edition}), ${engine.languageMode}, on ${machine.name}; first answer after ${waited} s; ` +
      'difficult characters came back as they went',
  );

function rights({ identity }: Hello): Check {
  if (identity.elevated) return good('rights', `${identity.name}, an elevated administrator`);
  return bad(
    'rights',
    `${identity.name} is not elevated`,
    'Use an administrator of the host. A local account other than the built-in Administrator is filtered in remote sessions (remote UAC).',
    'New-ItemProperty HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System -Name LocalAccountTokenFilterPolicy ' +
      '-PropertyType DWord -Value 1 -Force',
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

async function largeReply(session: Session, { speaker }: RunContext): Promise<Check> {
  const started = performance.now();
  const sent = '='.repeat(LARGE);
  const { echo } = await session.request('hello', { speaker, echo: sent, about: [] });
  if (echo !== sent)
    return bad('large-reply', 'a large answer came back changed', 'Something on the way changes data.');
  return good('large-reply', `${LARGE / 1000} KB there and back in ${seconds(started)} s`);
}

const largeReplyLost = (host: Host, error: unknown): Check =>
  error instanceof HostError
    ? bad('large-reply', bare(host, error), '')
    : bad(
        'large-reply',
        `the line ended after it had worked: ${bare(host, error)}`,
        'Small messages came through. When large ones do not, packets are lost for their size (path MTU): find the largest that passes. ' +
          'With narrow: true in its SSH transport the host can be worked on meanwhile, slowly.',
        'ping -f -l 1472 <this machine>',
      );

const lock = ({ run, person, controller, alive }: NonNullable<Hello['lock']>): Check =>
  doubtful(
    'record',
    `run ${run} of ${person} on ${controller} holds the host's lock; its PowerShell ${alive ? 'still runs' : 'has ended'}`,
    alive ? 'Wait until it has ended.' : 'Settle it with `setright recover`.',
  );
