import { bad, type Check, good } from '../../model/diagnosis.ts';
import { HostError } from '../../model/errors.ts';
import { type Host, isNarrow } from '../../model/host.ts';
import type { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { messageOf } from '../outcomes.ts';

/** More than the largest message of WinRM (500 KB), and hundreds of full packets: one that is lost for its size stops it. */
const FULL = 600_000;
/** In pieces of 384 bytes, ten a second, that would take half an hour; packets are small there by intent. */
const NARROW = 20_000;

/** A full-size request with a small answer, then both full-size: so the way in which large packets vanish is known. */
export async function* lookAtSizes(session: Session, context: RunContext): AsyncGenerator<Check> {
  const { host } = session;
  const size = isNarrow(host) ? NARROW : FULL;
  for (const [name, exchange] of [
    ['large-request', largeRequest],
    ['large-reply', largeReply],
  ] as const) {
    const started = performance.now();
    try {
      const isWhole = await exchange(session, context, size);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      yield isWhole
        ? good(
            name,
            `${size / 1000} KB ${name === 'large-reply' ? 'there and back' : 'to the host'} in ${seconds} s`,
          )
        : bad(name, `${size / 1000} KB came back changed`, 'Something on the way changes data.');
    } catch (error) {
      yield lost(name, host, error);
      return;
    }
  }
}

/** The host reads all of it and says nothing of it. */
async function largeRequest(session: Session, { speaker }: RunContext, size: number): Promise<boolean> {
  const padded = { ...speaker, person: '='.repeat(size) };
  const { echo } = await session.request('hello', { speaker: padded, echo: 'small', about: [] });
  return echo === 'small';
}

async function largeReply(session: Session, { speaker }: RunContext, size: number): Promise<boolean> {
  const sent = '='.repeat(size);
  const { echo } = await session.request('hello', { speaker, echo: sent, about: [] });
  return echo === sent;
}

function lost(name: 'large-request' | 'large-reply', host: Host, error: unknown): Check {
  const said = messageOf(error).replace(`${host.name}: `, '');
  if (error instanceof HostError) return bad(name, said, '');
  const way = name === 'large-request' ? 'from here to the host' : 'from the host to here';
  return bad(
    name,
    `the line ended after it had worked: ${said}`,
    `Small messages came through, large ones do not ${way}: packets are lost for their size (path MTU) or by a device that inspects them. ` +
      '`setright path` finds the largest that passes. With narrow: true in its SSH transport the host can be worked on meanwhile, slowly.',
    'ping -f -l 1472 <this machine>',
  );
}
