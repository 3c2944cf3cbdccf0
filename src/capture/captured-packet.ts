import { UsageError } from '../model/errors.ts';

export interface CapturedPacket {
  /** Counted from 1 over the file. */
  readonly number: number;
  /** Seconds since 1970, UTC. */
  readonly at: number;
  /** The number that tcpdump.org gave the link layer (LINKTYPE_). */
  readonly linkType: number;
  /** As long as it was on the wire; `bytes` may be cut to the snapshot length. */
  readonly length: number;
  /** Valid until the next packet is read. */
  readonly bytes: Buffer;
}

/** Nobody captures larger ones on an IP network; Wireshark draws the line here too. */
export const LARGEST_PACKET = 262_144;

/** The file is no capture, or its bytes cannot be what they say they are. */
export const damaged = (offset: number, why: string): UsageError =>
  new UsageError(`damaged at byte ${offset}: ${why}`);

/** The file ends inside a packet, as one does that is copied while it is written. Everything before it is good. */
export class CutShort extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`the file ends at byte ${offset}, inside a packet`);
    this.offset = offset;
  }
}
