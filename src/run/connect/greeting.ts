import { type Host, isNarrow } from '../../model/host.ts';
import type { Speaker } from '../../model/host-record.ts';
import type { Requests } from '../../model/line.ts';

/** Characters that code pages, JSON readers and shells like to spoil; they must come back as they were sent. */
const ECHO = 'é😀’\u0000"\\`$(x)=\u2028';
/** More than any packet of an Ethernet holds. */
const FULL_PACKETS = 3000;

/**
 * Over SSH the first one is longer than a packet, and so is its answer: a way that swallows large packets stalls here already, where nothing
 * is at stake, and not in the middle of a change. In narrow mode the host is asked to answer in small ones.
 */
export function greetingTo(
  host: Host,
  speaker: Speaker,
  about: readonly string[],
  isFirst: boolean,
): Requests['hello'] {
  if (isNarrow(host)) return { speaker, echo: ECHO, about, narrow: true };
  const isLong = isFirst && host.transport.type === 'ssh';
  return { speaker, echo: isLong ? ECHO + '='.repeat(FULL_PACKETS) : ECHO, about };
}
