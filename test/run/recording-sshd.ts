import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unmark } from '../../src/model/line.ts';
import { type Sshd, startSshd } from '../transports/sshd.ts';

/** What one session of the server was given and said, as its bytes were. */
export interface WireSession {
  /** The command line that the client asked for. */
  readonly command: string;
  readonly nonce: string;
  /** The runtime's text, by the length that came with it. */
  readonly runtime: string;
  /** Requests and frames, without their marks. */
  readonly requests: readonly unknown[];
  readonly frames: readonly unknown[];
}

export interface RecordingSshd extends Sshd {
  /** By the time of their start. */
  sessions(): Promise<readonly WireSession[]>;
}

/** An sshd that keeps every byte that went in and came out, on the host's side of the line: nothing of ours can leave some out. */
export async function startRecordingSshd(
  environment: Readonly<Record<string, string>>,
): Promise<RecordingSshd> {
  const folder = await mkdtemp(join(tmpdir(), 'setright-wire-'));
  const script = join(folder, 'record');
  const kept = `kept="${folder}/$(date +%s.%N)"`;
  const run = `tee "$kept.in" | sh -c "$SSH_ORIGINAL_COMMAND" | tee "$kept.out"`;
  await writeFile(
    script,
    `#!/bin/sh\n${kept}\nprintf %s "$SSH_ORIGINAL_COMMAND" > "$kept.command"\n${run}\n`,
    { mode: 0o755 },
  );
  const sshd = await startSshd({ environment, forceCommand: script });
  return {
    ...sshd,
    sessions: async () => {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.command')).sort();
      return Promise.all(names.map((name) => readSession(join(folder, name.replace(/\.command$/, '')))));
    },
    stop: async () => {
      await sshd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readSession(path: string): Promise<WireSession> {
  const [command, input, output] = await Promise.all(
    ['command', 'in', 'out'].map((ending) => readFile(`${path}.${ending}`, 'latin1')),
  );
  const [nonce = '', length = ''] = (input ?? '').split('\n', 2);
  const start = nonce.length + length.length + 2;
  const end = start + Number(length);
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  const [open, close] = [`<<R1:${nonce}>>`, `<<${nonce}>>`];
  return {
    command: command ?? '',
    nonce,
    runtime: (input ?? '').slice(start, end),
    requests: lines((input ?? '').slice(end + 1)).map((line) => unmark(JSON.parse(line))),
    frames: lines(output ?? '')
      .filter((line) => line.startsWith(open) && line.endsWith(close))
      .map((line) => unmark(JSON.parse(line.slice(open.length, -close.length)))),
  };
}
