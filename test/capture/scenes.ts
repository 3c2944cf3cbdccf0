import { type Segment, tcp } from './packets.ts';

export const CLIENT = '192.168.20.107';
export const SERVER = '192.168.30.5';
const PORTS = [1032, 5000] as const;

/** Two ends that talk: `c` the client sends, `s` the server. Numbers are relative to 1000 and 5000. */
export const c = (segment: Partial<Segment>): Buffer =>
  tcp({ from: CLIENT, to: SERVER, ports: PORTS, seq: 0, ...segment });
export const s = (segment: Partial<Segment>): Buffer =>
  tcp({ from: SERVER, to: CLIENT, ports: [PORTS[1], PORTS[0]], seq: 0, ...segment });

/** Both take 1460 bytes in a segment; then 100 bytes each way. */
export const opening = (mss: readonly [number, number] = [1460, 1460]): readonly Buffer[] => [
  c({ seq: 999, flags: 'S', mss: mss[0] }),
  s({ seq: 4999, ack: 1000, flags: 'SA', mss: mss[1] }),
  c({ seq: 1000, ack: 5000 }),
  c({ seq: 1000, ack: 5000, data: 100 }),
  s({ seq: 5000, ack: 1100, data: 100 }),
  c({ seq: 1100, ack: 5100 }),
];
