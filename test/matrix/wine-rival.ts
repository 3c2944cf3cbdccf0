import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RegistryValue } from '../../src/model/resource.ts';
import type { State } from '../../src/model/state.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { windowsPwsh } from '../fakes/start-windows.ts';

interface ShownKey {
  readonly path: string;
  readonly values: readonly { readonly name: string; readonly kind: string; readonly data: unknown }[];
}

const kinds: Readonly<Record<string, string>> = {
  REG_SZ: 'String',
  REG_EXPAND_SZ: 'ExpandString',
  REG_MULTI_SZ: 'MultiString',
  REG_DWORD: 'DWord',
  REG_QWORD: 'QWord',
  REG_BINARY: 'Binary',
  REG_NONE: 'None',
};
const coded = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');
const text = (data: unknown): string => Buffer.from(String(data), 'base64').toString('utf16le');

/** Another program in the real registry of a Windows, as `rival.ps1` plays it. */
export class WineRival {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor() {
    const script = readFileSync(join(import.meta.dirname, 'rival.ps1'), 'utf8');
    const [program = '', ...words] = windowsPwsh;
    this.#process = spawn(program, [
      ...words,
      ...['-NoProfile', '-NonInteractive', '-EncodedCommand', coded(script)],
    ]);
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  empty = (): Promise<unknown> => this.#ask({ word: 'empty' });

  async write({ hive, key, name, view }: RegistryValue, want: State): Promise<void> {
    const value = want.status === 'present' ? (want.value as { kind: string; data: unknown }) : undefined;
    const written = value && { kind: kinds[value.kind], data: encoded(value) };
    await this.#ask({ word: 'write', hive, key, view, name: coded(name), ...written });
  }

  async registry(): Promise<Pick<HostState, 'registry'>> {
    const { keys } = (await this.#ask({ word: 'show' })) as { keys: readonly ShownKey[] };
    return {
      registry: keys.map(({ path, values }) => ({
        path: text(path),
        values: values.map(({ name, kind, data }) => ({ name: text(name), ...decoded(kind, data) })),
      })),
    };
  }

  close(): void {
    this.#process.stdin.end();
  }

  async #ask(request: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('the rival has ended');
    return JSON.parse(value);
  }
}

function encoded({ kind, data }: { readonly kind: string; readonly data: unknown }): unknown {
  if (kind === 'REG_MULTI_SZ') return (data as readonly string[]).map(coded);
  if (kind === 'REG_BINARY' || kind === 'REG_NONE')
    return Buffer.from(String(data), 'hex').toString('base64');
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(kind === 'REG_DWORD' || kind === 'REG_QWORD' ? BigInt(data as string) : 0n);
  if (kind === 'REG_DWORD') return bytes.subarray(0, 4).toString('base64');
  return kind === 'REG_QWORD' ? bytes.toString('base64') : coded(String(data));
}

function decoded(windows: string, data: unknown): { kind: string; data: string | number | string[] } {
  const kind = Object.keys(kinds).find((each) => kinds[each] === windows) ?? windows;
  if (kind === 'REG_MULTI_SZ') return { kind, data: (data as readonly unknown[]).map(text) };
  const bytes = Buffer.from(String(data), 'base64');
  if (kind === 'REG_DWORD') return { kind, data: bytes.readUInt32LE() };
  if (kind === 'REG_QWORD') return { kind, data: String(bytes.readBigUInt64LE()) };
  return { kind, data: kind === 'REG_BINARY' || kind === 'REG_NONE' ? bytes.toString('hex') : text(data) };
}
