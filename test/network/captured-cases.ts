import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CaptureVerdict } from '../../src/model/capture.ts';
import { PEER, PEER6, TwoRouters } from './two-routers.ts';

/** One scene between two hosts, where it is captured, and what the capture must be judged as. */
export interface CapturedCase {
  readonly name: string;
  readonly verdict: CaptureVerdict;
  readonly spoil: (lab: TwoRouters) => void;
  /** Namespace, interface and further words for tcpdump. */
  readonly at: readonly [space: string, device: string, ...words: string[]];
  readonly peer?: string;
  /** Instead of 60,000 bytes over TCP. */
  readonly traffic?: (lab: TwoRouters) => void;
}

/** Of a datagram in pieces only the first passes. */
const KEEP_FIRST = [
  'add chain inet pieces passing { type filter hook forward priority -500; }',
  'add rule inet pieces passing ip frag-off & 0x1fff != 0 drop',
];

const bigPings = ({ spaces }: TwoRouters) =>
  void spaces.try('a', 'ping', '-M', 'dont', '-s', '3000', '-c', '3', '-i', '0.2', '-W', '1', PEER);

export const capturedCases: readonly CapturedCase[] = [
  { name: 'told', verdict: 'too-big-told', spoil: () => {}, at: ['a', 'up'] },
  { name: 'hole-at-sender', verdict: 'black-hole', spoil: (lab) => lab.swallowTooBig(), at: ['a', 'up'] },
  {
    name: 'hole-at-receiver',
    verdict: 'black-hole',
    spoil: (lab) => lab.swallowTooBig(),
    at: ['b', 'up'],
    traffic: (lab) => send(lab, 'chat', PEER, 4_000),
  },
  {
    name: 'hole-ipv6-cooked',
    verdict: 'black-hole',
    spoil: (lab) => lab.swallowTooBig(),
    at: ['a', 'any', '--time-stamp-precision=nano'],
    peer: PEER6,
  },
  {
    name: 'hole-clamped',
    verdict: 'fine',
    spoil: (lab) => {
      lab.swallowTooBig();
      lab.clamp(1452);
    },
    at: ['a', 'up'],
  },
  { name: 'loss', verdict: 'loss', spoil: (lab) => clampAndLose(lab), at: ['a', 'up'] },
  {
    name: 'fragments-lost',
    verdict: 'fragments-lost',
    spoil: (lab) => lab.rules('inet pieces', KEEP_FIRST),
    at: ['b', 'up'],
    traffic: bigPings,
  },
];

function clampAndLose(lab: TwoRouters): void {
  lab.clamp(1452);
  lab.lose(8);
}

const PORT = 7777;
const BYTES = 60_000;
const SECONDS = 6;
const program = fileURLToPath(new URL('send-bytes.ts', import.meta.url));

const send = (lab: TwoRouters, mode: 'send' | 'chat', peer: string, bytes: number): void =>
  void lab.spaces.try('a', process.execPath, program, mode, peer, `${PORT}`, `${bytes}`, `${SECONDS}`);

/** Plays the scene while tcpdump writes to `file`. */
export async function playCase(
  { name, spoil, at, peer = PEER, traffic }: CapturedCase,
  file: string,
): Promise<void> {
  const lab = new TwoRouters(name.slice(0, 8));
  try {
    spoil(lab);
    const server = lab.spaces.start('b', process.execPath, program, 'listen', `${PORT}`);
    await once(server.stdout ?? server, 'data');
    const [space, device, ...words] = at;
    const capture = lab.spaces.start(
      space,
      ...['tcpdump', '-i', device, '-s', '120', '-U', '--immediate-mode', '-Z', 'root', '-w', file, ...words],
      'ip or ip6',
    );
    // It says "listening on" once it does.
    await once(capture.stderr ?? capture, 'data');
    if (traffic) traffic(lab);
    else send(lab, 'send', peer, BYTES);
    await new Promise((resolve) => setTimeout(resolve, 500));
    capture.kill('SIGINT');
    await once(capture, 'exit');
  } finally {
    lab.remove();
  }
}
