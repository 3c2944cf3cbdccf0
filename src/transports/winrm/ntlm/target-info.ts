import { NtlmRefusedError } from './refused.ts';

/** Ids of AV pairs, MS-NLMP 2.2.2.1. */
export const Av = { end: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 } as const;

/** In the order in which the server said them: ours are added at the end, its own stay where they were. */
export type TargetInfo = ReadonlyMap<number, Buffer>;

export function readTargetInfo(bytes: Buffer): TargetInfo {
  const pairs = new Map<number, Buffer>();
  let at = 0;
  while (at + 4 <= bytes.length) {
    const [id, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)];
    if (id === Av.end) return pairs;
    if (at + 4 + length > bytes.length || pairs.has(id)) break;
    pairs.set(id, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  throw new NtlmRefusedError('its description of itself (target information) cannot be read');
}

export const writeTargetInfo = (pairs: TargetInfo): Buffer =>
  Buffer.concat([...[...pairs].flatMap(([id, value]) => [head(id, value.length), value]), head(Av.end, 0)]);

function head(id: number, length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(id);
  bytes.writeUInt16LE(length, 2);
  return bytes;
}
