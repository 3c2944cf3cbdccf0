import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { analyseCapture } from '../../src/capture/analyse-capture.ts';
import type { CapturedDirection, CaptureReport, CaptureVerdict } from '../../src/model/capture.ts';
import { heard, type Namespaces } from './namespaces.ts';
import { PEER, PEER6, TwoRouters } from './two-routers.ts';

/** One scene between two hosts, where it is captured, and what the capture must be judged as. */
export interface CapturedCase {
  readonly name: string;
  readonly verdict: CaptureVerdict;
  readonly spoil: (lab: TwoRouters) => void;
  /** Namespace, interface and further words for tcpdump. */
  readonly at: readonly [space: string, device: string, ...words: string[]];
  /** Whether what has to be seen is in the file: the capture began in time, and went on for long enough. No word of what it means. */
  readonly isWhole: (report: CaptureReport) => boolean;
  readonly peer?: string;
  /** Instead of 60,000 bytes over TCP. */
  readonly traffic?: readonly string[];
}

type Seen = (direction: CapturedDirection) => boolean;

/** The first packets are in it, and what `seen` looks for in what the side that began sends, or in what comes back. */
const sees =
  (seen: Seen, seenBack: Seen = () => true) =>
  ({ conversations: [first] }: CaptureReport): boolean =>
    first?.directions.every(({ mss }) => mss !== null) === true &&
    seen(first.directions[0]) &&
    seenBack(first.directions[1]);

/** One large packet alone is sent again so often within some seconds, ever more slowly. */
const triedAgain: Seen = ({ retransmissions }) => retransmissions.count >= 4;

/** Of a datagram in pieces only the first passes. */
const KEEP_FIRST = [
  'add chain inet pieces passing { type filter hook forward priority -500; }',
  'add rule inet pieces passing ip frag-off & 0x1fff != 0 drop',
];

const PORT = 7777;
/** Long enough for a machine under load; whoever stalls is stopped before. */
const SECONDS = '60';
const TRIES = 3;
const program = fileURLToPath(new URL('send-bytes.ts', import.meta.url));
const send = (peer: string) => [process.execPath, program, 'send', peer, `${PORT}`, '60000', SECONDS];
const chat = [process.execPath, program, 'chat', PEER, `${PORT}`, '4000', SECONDS];

export const capturedCases: readonly CapturedCase[] = [
  {
    name: 'told',
    verdict: 'too-big-told',
    spoil: () => {},
    at: ['a', 'up'],
    isWhole: sees(({ resets, largestCrossed }) => resets.count === 0 && (largestCrossed?.size ?? 0) > 1000),
  },
  {
    name: 'hole-at-sender',
    verdict: 'black-hole',
    spoil: (lab) => lab.swallowTooBig(),
    at: ['a', 'up'],
    isWhole: sees(triedAgain),
  },
  {
    name: 'hole-at-receiver',
    verdict: 'black-hole',
    spoil: (lab) => lab.swallowTooBig(),
    at: ['b', 'up'],
    traffic: chat,
    isWhole: sees(
      ({ missing }) => missing.length > 0,
      ({ longestDuplicateAckRun }) => (longestDuplicateAckRun?.length ?? 0) >= 2,
    ),
  },
  {
    name: 'hole-ipv6-cooked',
    verdict: 'black-hole',
    spoil: (lab) => lab.swallowTooBig(),
    at: ['a', 'any', '--time-stamp-precision=nano'],
    peer: PEER6,
    isWhole: sees(triedAgain),
  },
  {
    name: 'hole-clamped',
    verdict: 'fine',
    spoil: (lab) => {
      lab.swallowTooBig();
      lab.clamp(1452);
    },
    at: ['a', 'up'],
    isWhole: sees(({ largestCrossed }) => largestCrossed !== null),
  },
  {
    name: 'loss',
    verdict: 'loss',
    spoil: (lab) => clampAndLose(lab),
    at: ['a', 'up'],
    isWhole: sees(triedAgain),
  },
  {
    name: 'fragments-lost',
    verdict: 'fragments-lost',
    spoil: (lab) => lab.rules('inet pieces', KEEP_FIRST),
    at: ['b', 'up'],
    traffic: ['ping', '-M', 'dont', '-s', '3000', '-c', '3', '-i', '0.2', '-W', '1', PEER],
    isWhole: ({ fragments }) => fragments.packets > 0,
  },
];

function clampAndLose(lab: TwoRouters): void {
  lab.clamp(1452);
  lab.lose(8);
}

/** Plays the scene while tcpdump writes to `file`; again when a slow machine kept something of it out of the file. */
export async function playCase(scene: CapturedCase, file: string): Promise<void> {
  for (let left = TRIES; left > 0; left -= 1) if (await record(scene, file)) return;
  throw new Error(`${scene.name}: ${TRIES} recordings, and none of them is whole`);
}

async function record(scene: CapturedCase, file: string): Promise<boolean> {
  const lab = new TwoRouters(scene.name.slice(0, 8));
  try {
    scene.spoil(lab);
    await heard(lab.spaces.start('b', process.execPath, program, 'listen', `${PORT}`), 'stdout', 'ready');
    const stop = await startCapture(lab.spaces, scene.at, file);
    const traffic = lab.spaces.start('a', ...(scene.traffic ?? send(scene.peer ?? PEER)));
    let isOver = false;
    const over = once(traffic, 'exit').then(() => {
      isOver = true;
    });
    // What stalls is over once it is in the file; what does not has to come to its end.
    const stalls = scene.verdict === 'black-hole';
    while (!isOver && !(stalls && (await isWhole(scene, file)))) await Promise.race([over, sleep(200)]);
    for (let left = 20; left > 0 && !(await isWhole(scene, file)); left -= 1) await sleep(100);
    await stop();
    return await isWhole(scene, file);
  } finally {
    lab.remove();
  }
}

const isWhole = async (scene: CapturedCase, file: string): Promise<boolean> =>
  scene.isWhole(await analyseCapture(createReadStream(file)));

/** Every packet is in the file as soon as it has passed. */
async function startCapture(
  spaces: Namespaces,
  [space, device, ...words]: CapturedCase['at'],
  file: string,
): Promise<() => Promise<void>> {
  const capture = spaces.start(
    space,
    ...['tcpdump', '-i', device, '-s', '120', '-U', '--immediate-mode', '-Z', 'root', '-w', file, ...words],
    'ip or ip6',
  );
  // Of the device `any` it says something before: packets that come until this line are thrown away.
  await heard(capture, 'stderr', 'listening on');
  return async () => {
    const ended = once(capture, 'exit');
    capture.kill('SIGINT');
    await ended;
  };
}
