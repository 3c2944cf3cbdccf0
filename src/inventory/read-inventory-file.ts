import { createReadStream } from 'node:fs';
import { UsageError } from '../model/errors.ts';

/** Some ten thousand hosts with a generous entry each. */
const limit = 16 * 1024 * 1024;

/** The text of an inventory file; UsageError with the next move when there is none that can be read. */
export async function readInventoryFile(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path, { end: limit }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
    }
  } catch (error) {
    throw new UsageError(`${path}: ${unreadable((error as NodeJS.ErrnoException).code)}`, { cause: error });
  }
  if (size > limit)
    throw new UsageError(
      `${path}: the file is larger than ${limit} bytes; split it into several inventories`,
    );
  return decode(path, Buffer.concat(chunks));
}

function unreadable(code: string | undefined): string {
  if (code === 'ENOENT')
    return 'there is no such inventory file; name one with --inventory, or start from the commented example in inventory/';
  if (code === 'EISDIR') return 'this is a folder, expected an inventory file; name the file in it';
  if (code === 'EACCES' || code === 'EPERM')
    return 'the inventory file may not be read; give yourself the right, or name another';
  return `the inventory file cannot be read (${code ?? 'no reason given'})`;
}

function decode(path: string, bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new UsageError(`${path}:1:1: found UTF-16, expected UTF-8; save the file again as UTF-8`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const line = bytes.subarray(0, firstBadByte(bytes)).toString('latin1').split('\n').length;
    throw new UsageError(`${path}:${line}:1: found bytes that are no UTF-8; save the file again as UTF-8`, {
      cause,
    });
  }
}

/** Byte for byte the same up to where the replacement character came in. */
function firstBadByte(bytes: Buffer): number {
  const back = Buffer.from(bytes.toString('utf8'));
  const at = back.findIndex((byte, index) => byte !== bytes[index]);
  return at < 0 ? bytes.length : at;
}
