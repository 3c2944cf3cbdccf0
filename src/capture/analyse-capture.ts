import type { CaptureReport, CaptureVerdict, FragmentsSeen } from '../model/capture.ts';
import { UsageError } from '../model/errors.ts';
import { counted } from '../model/printable.ts';
import { ByteStream } from './byte-stream.ts';
import { type CapturedPacket, CutShort } from './captured-packet.ts';
import { Conversations } from './conversations.ts';
import { Fragments } from './fragments.ts';
import { readIp } from './ip-packet.ts';
import { WORST_FIRST } from './judge-conversation.ts';
import { ipInFrame } from './link-layer.ts';
import { isPcap, readPcap } from './pcap.ts';
import { isPcapng, readPcapng } from './pcapng.ts';
import { readTooBig } from './too-big.ts';

/**
 * Reads a capture once, front to back, in bounded memory whatever its size. A file that is none, or damaged, is a UsageError; one that
 * ends inside a packet is judged as far as it goes.
 */
export async function analyseCapture(source: AsyncIterable<Uint8Array>): Promise<CaptureReport> {
  const { format, packets } = await openCapture(source);
  const conversations = new Conversations();
  const fragments = new Fragments();
  let [count, notIp, from, to] = [0, 0, 0, 0];
  let cutShort: string | undefined;
  try {
    for await (const packet of packets) {
      count = packet.number;
      from ||= packet.at;
      to = packet.at || to;
      if (!follow(packet, conversations, fragments)) notIp += 1;
    }
  } catch (error) {
    if (!(error instanceof CutShort)) throw error;
    cutShort = `${error.message}; ${counted(count, 'packet')} came before`;
  }
  const { listed, notListed } = conversations.end();
  const seen = fragments.end();
  const verdict = worst([
    ...listed.map((each) => each.verdict),
    ...(seen.holes > 0 ? ['fragments-lost' as const] : []),
  ]);
  return {
    format,
    packets: count,
    from: timeText(from),
    to: timeText(to),
    ...(cutShort === undefined ? {} : { cutShort }),
    notIp,
    conversations: listed,
    notListed,
    otherTooBig: conversations.otherTooBig,
    fragments: seen,
    verdict,
    reasons: [
      ...listed
        .filter((each) => each.verdict === verdict)
        .flatMap(({ reasons }) => reasons)
        .slice(0, 5),
      ...(verdict === 'fragments-lost' || seen.holes > 0 ? [fragmentsText(seen)] : []),
      ...(listed.length === 0 ? ['No TCP conversation is in this capture.'] : []),
    ],
  };
}

async function openCapture(source: AsyncIterable<Uint8Array>): Promise<{
  readonly format: CaptureReport['format'];
  readonly packets: AsyncGenerator<CapturedPacket>;
}> {
  const stream = new ByteStream(source);
  const magic = await stream.take(4);
  if (magic.length === 4 && isPcap(magic)) return { format: 'pcap', packets: readPcap(stream, magic) };
  if (magic.length === 4 && isPcapng(magic)) return { format: 'pcapng', packets: readPcapng(stream) };
  const isGzip = magic.length > 1 && magic.readUInt16BE(0) === 0x1f8b;
  throw new UsageError(
    isGzip
      ? 'it is compressed with gzip: unpack it first'
      : 'it is no capture: neither pcap nor pcapng begins so. Save it again with Wireshark, tcpdump or dumpcap',
  );
}

/** False for what is no IP. */
function follow(packet: CapturedPacket, conversations: Conversations, fragments: Fragments): boolean {
  const { number, at } = packet;
  const bytes = ipInFrame(packet.linkType, packet.bytes);
  if (!bytes) return false;
  const ip = readIp(bytes, packet.length - (packet.bytes.length - bytes.length));
  const whole = ip && fragments.join(ip, number, at);
  if (!whole) return ip !== undefined;
  const tooBig = readTooBig(whole);
  if (tooBig) conversations.tell(whole, tooBig, number, at);
  else conversations.add(whole, number, at);
  return true;
}

const worst = (verdicts: readonly CaptureVerdict[]): CaptureVerdict =>
  WORST_FIRST.find((each) => verdicts.includes(each)) ?? 'indeterminate';

function fragmentsText({ holes, first }: FragmentsSeen): string {
  const [hole] = first;
  const about = hole
    ? `; the first from ${hole.from} to ${hole.to}, IP identification ${hole.id}, packets ${hole.packets.join(', ')}`
    : '';
  return `${counted(holes, 'fragmented packet')} never came whole${about}.`;
}

/** '' for none, and for what no calendar holds. */
function timeText(seconds: number): string {
  const time = new Date(seconds * 1000);
  return seconds === 0 || Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
