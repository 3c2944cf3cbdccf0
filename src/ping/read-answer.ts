import type { ProbeAnswer } from '../model/path-mtu.ts';
import { printable, shortened } from '../model/printable.ts';

/** `From 10.0.0.1 icmp_seq=1 Frag needed...` (Linux), `36 bytes from 10.0.0.1: frag needed...` (macOS), `From fd00::1 icmp_seq=1 Packet too big...` */
const BY_ROUTER = /from ([0-9a-f.:]+?):? (?:icmp_seq=\d+ )?(?:frag needed|packet too big)/i;
const BY_US = /message too long/i;
const ANSWERED = /\bbytes from\b.*\btime=/;
/** Whatever else a router says, and what ping itself cannot do. */
const OTHER = /^.*(?:unreachable|prohibited|time to live|exceeded|ping6?:|unknown host|not known).*$/im;

/**
 * What the ping of Linux (iputils) or macOS printed, in English, for one packet. Both keep what a router said earlier and refuse larger
 * packets then as their own.
 */
export function readAnswer(text: string, answered: boolean): ProbeAnswer {
  const router = BY_ROUTER.exec(text)?.[1];
  if (router !== undefined) return { kind: 'too-big', from: router };
  if (BY_US.test(text)) return { kind: 'too-big', from: '' };
  if (answered && ANSWERED.test(text)) return { kind: 'answered' };
  const other = OTHER.exec(text)?.[0];
  return other === undefined
    ? { kind: 'silent' }
    : { kind: 'other', text: shortened(printable(other.trim()), 200) };
}
