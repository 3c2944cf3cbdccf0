import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { requestLine, unmark } from '../../../src/model/line.ts';
import type { PowerShellProcess } from '../../../src/model/transport.ts';
import { simulatedTransport } from '../../../src/transports/simulated/index.ts';
import type { Fault } from '../../../src/transports/simulated/state/state.ts';
import { baseHost } from '../../conformance/base-host.ts';
import type { HostPatch } from '../../conformance/case.ts';
import { frameOf, type LineClient, talkTo } from '../../conformance/line-client.ts';
import { patchHost, writeState } from '../../conformance/patch-host.ts';
import { simulatedHost } from '../../conformance/players.ts';
import { change, dword, value } from '../../conformance/vocabulary.ts';

const NONCE = '0123456789abcdef0123456789abcdef';

/** 32 becomes 64: what most tests here set. */
export const c1 = change('c1', value('Dword'), dword(32), dword(64));

/** A state file of its own for one test, gone afterwards. */
export function hostFile(patch: HostPatch = {}, faults: readonly Fault[] = []): string {
  const path = join(testFolder(), 'host.json');
  writeState(path, { ...patchHost(baseHost(), patch), faults: [...faults] });
  return path;
}

export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'setright-simulated-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const start = (
  stateFile: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<PowerShellProcess> => simulatedTransport.start(simulatedHost(stateFile), [], signal);

export interface Talk {
  readonly client: LineClient;
  readonly host: PowerShellProcess;
  /** The answer's frame, unmarked; undefined when the line ended without one. */
  ask(verb: string, body: object): Promise<Record<string, unknown> | undefined>;
}

export async function talk(stateFile: string, signal?: AbortSignal): Promise<Talk> {
  return talkWith(await start(stateFile, signal));
}

export function talkWith(host: PowerShellProcess): Talk {
  const client = talkTo(host, NONCE, `${NONCE}\n2\n#\n\n`);
  let n = 0;
  return {
    host,
    client,
    ask: async (verb, body) => {
      n += 1;
      client.send(requestLine(n, verb, body));
      return parsed(await client.answer());
    },
  };
}

const parsed = (frame: string | undefined): Record<string, unknown> | undefined =>
  frame === undefined ? undefined : (unmark(JSON.parse(frame)) as Record<string, unknown>);

/** What was heard on stdout, as frames where it is one. */
export const framesHeard = ({ client }: Talk): readonly unknown[] =>
  client.heard.flatMap((line) => parsed(frameOf(NONCE, line)) ?? []);
