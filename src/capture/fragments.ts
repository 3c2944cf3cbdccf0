import type { FragmentHole, FragmentsSeen } from '../model/capture.ts';
import { addressText } from './address-text.ts';
import type { IpPacket } from './ip-packet.ts';

/** Datagrams under way at a time; how long one waits for its parts, in seconds (RFC 791 says 15 or more); parts of one. */
const MOST_OPEN = 1024;
const PATIENCE = 30;
const MOST_PARTS = 64;
const MOST_NUMBERS = 8;
const MOST_TOLD = 100;
const HEADER = 64;

interface Part {
  readonly start: number;
  readonly end: number;
}

interface Datagram {
  readonly source: string;
  readonly destination: string;
  readonly id: number;
  readonly since: number;
  readonly packets: number[];
  parts: readonly Part[];
  length: number | null;
  header: Buffer | undefined;
  isWhole: boolean;
}

/** Fragmented packets, put together as far as the headers need it; those with holes are kept apart. */
export class Fragments {
  readonly #open = new Map<string, Datagram>();
  readonly #first: FragmentHole[] = [];
  #packets = 0;
  #holes = 0;

  /** A packet that is none: as it is. A fragment: the whole packet with the one that completes it, else undefined. */
  join(packet: IpPacket, number: number, at: number): IpPacket | undefined {
    const { fragment } = packet;
    if (!fragment) return packet;
    this.#packets += 1;
    this.#giveUpBefore(at - PATIENCE);
    const key = `${packet.source}${packet.destination}${packet.protocol}/${packet.id}`;
    const datagram = this.#open.get(key) ?? this.#begin(key, packet, at);
    if (datagram.isWhole) return;
    if (datagram.packets.length < MOST_NUMBERS) datagram.packets.push(number);
    const part = { start: fragment.offset, end: fragment.offset + packet.payloadLength };
    if (datagram.parts.length < MOST_PARTS) datagram.parts = merged([...datagram.parts, part]);
    if (!fragment.more) datagram.length = part.end;
    // Copied: the packet's bytes are only valid until the next one.
    if (fragment.offset === 0) datagram.header = Buffer.from(packet.payload.subarray(0, HEADER));
    if (missingOf(datagram).length > 0) return;
    datagram.isWhole = true;
    const { fragment: _, ...whole } = packet;
    const payloadLength = datagram.length ?? 0;
    return {
      ...whole,
      // It was fragmented, so it could be.
      dontFragment: false,
      size: payloadLength + packet.size - packet.payloadLength,
      payload: datagram.header ?? Buffer.alloc(0),
      payloadLength,
    };
  }

  end(): FragmentsSeen {
    this.#giveUpBefore(Number.POSITIVE_INFINITY);
    return { packets: this.#packets, holes: this.#holes, first: this.#first };
  }

  #begin(key: string, { source, destination, id }: IpPacket, since: number): Datagram {
    const oldest = this.#open.size >= MOST_OPEN ? this.#open.keys().next().value : undefined;
    if (oldest !== undefined) this.#giveUp(oldest);
    const datagram: Datagram = {
      source,
      destination,
      id,
      since,
      packets: [],
      parts: [],
      length: null,
      header: undefined,
      isWhole: false,
    };
    this.#open.set(key, datagram);
    return datagram;
  }

  #giveUpBefore(time: number): void {
    for (const [key, { since }] of this.#open) {
      if (since >= time) return;
      this.#giveUp(key);
    }
  }

  #giveUp(key: string): void {
    const datagram = this.#open.get(key);
    this.#open.delete(key);
    if (!datagram || datagram.isWhole) return;
    this.#holes += 1;
    if (this.#first.length >= MOST_TOLD) return;
    this.#first.push({
      from: addressText(datagram.source),
      to: addressText(datagram.destination),
      id: datagram.id,
      packets: datagram.packets,
      missing: missingOf(datagram),
    });
  }
}

/** In order, overlaps joined. */
function merged(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last && part.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, part.end) };
    else joined.push(part);
  }
  return joined;
}

function missingOf({ parts, length }: Datagram): FragmentHole['missing'] {
  const missing: { readonly start: number; readonly end: number | null }[] = [];
  let reached = 0;
  for (const { start, end } of parts) {
    if (start > reached) missing.push({ start: reached, end: start });
    reached = Math.max(reached, end);
  }
  if (length === null) missing.push({ start: reached, end: null });
  else if (reached < length) missing.push({ start: reached, end: length });
  return missing;
}
