import { readFact } from '../../facts/index.ts';
import { ExpectedError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { MeasuredPath } from '../../model/measured-path.ts';
import { judgePath } from '../../model/path-verdict.ts';
import type { IpFamily } from '../../model/resource.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { messageOf } from '../outcomes.ts';

export interface WayAsked {
  readonly to: string;
  readonly family: IpFamily;
}

/** Asks a host's own PowerShell for the path MTU of each way, one after the other. Only reads; a host that cannot be asked is an answer. */
export async function measurePaths(
  context: RunContext,
  host: Host,
  ways: readonly WayAsked[],
): Promise<readonly MeasuredPath[]> {
  const none = (way: WayAsked, why: string): MeasuredPath => ({
    from: host.name,
    ...way,
    fact: null,
    judgement: null,
    why,
  });
  let session: Session | undefined;
  const measured: MeasuredPath[] = [];
  try {
    session = await Session.open(host, context);
    for (const way of ways) measured.push(await measure(session, context, way, none));
    return measured;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return [...measured, ...ways.slice(measured.length).map((way) => none(way, messageOf(error)))];
  } finally {
    await session?.close();
  }
}

async function measure(
  session: Session,
  context: RunContext,
  way: WayAsked,
  none: (way: WayAsked, why: string) => MeasuredPath,
): Promise<MeasuredPath> {
  const { name } = session.host;
  const ask = { peer: way.to, family: way.family };
  context.watch({ kind: 'host-step', host: name, step: `path MTU to ${way.to} over ${way.family}` });
  const onProgress = (step: string) => context.watch({ kind: 'host-step', host: name, step });
  const { facts } = await session.request(
    'observe',
    { questions: [{ fact: 'path-mtu', ask }] },
    { onProgress },
  );
  const [answer] = facts;
  if (!answer) return none(way, 'no answer');
  const reading = readFact('path-mtu', answer);
  if (!reading.known) return none(way, reading.why);
  return { from: name, ...way, fact: reading.value, judgement: judgePath(reading.value), why: '' };
}
