/** IPv4 and IPv6 packets by hand, so that a scene can be said in a few lines. Checksums are left 0: the analyser looks at none. */
export interface Segment {
  readonly from: string;
  readonly to: string;
  readonly ports: readonly [from: number, to: number];
  readonly seq: number;
  readonly ack?: number;
  readonly flags?: string;
  readonly mss?: number;
  readonly data?: number;
  readonly id?: number;
  readonly hops?: number;
  readonly window?: number;
  readonly mayFragment?: boolean;
}

const FLAGS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, A: 16 };

const bytesOf = (address: string): Buffer =>
  address.includes(':')
    ? Buffer.from(
        address
          .replace('::', `:${'0:'.repeat(9 - address.split(':').length)}`)
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
        'hex',
      )
    : Buffer.from(address.split('.').map(Number));

export function tcp(segment: Segment): Buffer {
  const { ports, seq, ack = 0, flags = 'A', mss, data = 0, window = 1000 } = segment;
  const header = Buffer.alloc(mss === undefined ? 20 : 24);
  header.writeUInt16BE(ports[0], 0);
  header.writeUInt16BE(ports[1], 2);
  header.writeUInt32BE(seq >>> 0, 4);
  header.writeUInt32BE(ack >>> 0, 8);
  header.writeUInt8((header.length / 4) << 4, 12);
  header.writeUInt8(
    [...flags].reduce((all, flag) => all | (FLAGS[flag] ?? 0), 0),
    13,
  );
  header.writeUInt16BE(window, 14);
  if (mss !== undefined) Buffer.from([2, 4, mss >> 8, mss & 0xff]).copy(header, 20);
  return ip(segment, 6, Buffer.concat([header, Buffer.alloc(data)]));
}

type Header = Pick<Segment, 'from' | 'to' | 'id' | 'hops' | 'mayFragment'>;

/** `fragment`: offset in bytes, and whether more follow. */
export function ip(
  header: Header,
  protocol: number,
  payload: Buffer,
  fragment?: readonly [number, boolean],
): Buffer {
  const { from, to, id = 0, hops = 64, mayFragment = fragment !== undefined } = header;
  if (from.includes(':')) {
    const head = Buffer.alloc(40);
    head.writeUInt8(0x60, 0);
    head.writeUInt16BE(payload.length, 4);
    head.writeUInt8(protocol, 6);
    head.writeUInt8(hops, 7);
    return Buffer.concat([head.subarray(0, 8), bytesOf(from), bytesOf(to), payload]);
  }
  const head = Buffer.alloc(20);
  head.writeUInt8(0x45, 0);
  head.writeUInt16BE(20 + payload.length, 2);
  head.writeUInt16BE(id, 4);
  const [offset, more] = fragment ?? [0, false];
  head.writeUInt16BE((mayFragment ? 0 : 0x4000) | (more ? 0x2000 : 0) | (offset / 8), 6);
  head.writeUInt8(hops, 8);
  head.writeUInt8(protocol, 9);
  bytesOf(from).copy(head, 12);
  bytesOf(to).copy(head, 16);
  return Buffer.concat([head, payload]);
}

/** A router's "too big" about a packet. */
export function tooBig(router: string, about: Buffer, mtu: number): Buffer {
  const isSix = router.includes(':');
  const head = Buffer.alloc(8);
  head.writeUInt8(isSix ? 2 : 3, 0);
  head.writeUInt8(isSix ? 0 : 4, 1);
  head.writeUInt16BE(mtu, 6);
  const source = about.subarray(isSix ? 8 : 12, isSix ? 24 : 16);
  const to = isSix ? (source.toString('hex').match(/..../g) ?? []).join(':') : [...source].join('.');
  return ip({ from: router, to }, isSix ? 58 : 1, Buffer.concat([head, about.subarray(0, isSix ? 48 : 28)]));
}
