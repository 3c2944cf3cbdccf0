import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestLine } from '../../src/model/line.ts';
import type { PowerShellProcess } from '../../src/model/transport.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { baseHost } from './base-host.ts';
import type { Case, Step } from './case.ts';
import { type LineClient, talkTo } from './line-client.ts';
import { patchHost, readState, writeState } from './patch-host.ts';

/** Something that plays a host from a state file, and the prelude its bootstrap wants. */
export interface Player {
  start(stateFile: string): Promise<PowerShellProcess>;
  prelude(nonce: string): string;
}

/** All that was said in a case, and what was left: enough to judge it again without the player. */
export interface CaseRun {
  readonly case: string;
  readonly nonce: string;
  /** In the order of their start. */
  readonly sessions: readonly SessionRun[];
  readonly finalState: HostState;
}

export interface SessionRun {
  readonly requests: readonly string[];
  /** Lines of stdout, progress and noise included. */
  readonly rawReplies: readonly string[];
  readonly exitCode: number | null;
}

/** The nonce of a case is always the same, so that what was said can be compared and kept. */
const nonceOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);

export async function playCase(played: Case, player: Player): Promise<CaseRun> {
  const folder = mkdtempSync(join(tmpdir(), 'setright-case-'));
  const stateFile = join(folder, 'host.json');
  const nonce = nonceOf(played.name);
  try {
    writeState(stateFile, patchHost(baseHost(), played.host ?? {}));
    const sessions = await playSteps(played.steps, player, stateFile, nonce);
    return { case: played.name, nonce, sessions, finalState: readState(stateFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Open {
  readonly host: PowerShellProcess;
  readonly client: LineClient;
  asked: number;
  over: boolean;
}

async function playSteps(
  steps: readonly Step[],
  player: Player,
  stateFile: string,
  nonce: string,
): Promise<readonly SessionRun[]> {
  const opened: Open[] = [];
  const open = async (): Promise<Open> => {
    const host = await player.start(stateFile);
    const client = talkTo(host, nonce, player.prelude(nonce));
    const session = { host, client, asked: 0, over: false };
    opened.push(session);
    return session;
  };
  let session = await open();
  for (const step of steps) {
    if ('fresh' in step) session = await open();
    else if ('rival' in step) writeState(stateFile, patchHost(readState(stateFile), step.rival));
    else await say(session, step);
  }
  for (const left of opened) if (!left.over) await sayGoodbye(left);
  return Promise.all(
    opened.map(async ({ client }) => ({
      requests: client.sent,
      rawReplies: client.heard,
      exitCode: (await client.ended()) ?? null,
    })),
  );
}

async function say(session: Open, step: Step): Promise<void> {
  const { client } = session;
  if ('ask' in step) {
    session.asked += 1;
    client.send(requestLine(session.asked, step.ask, step.body));
    await client.answer();
  } else if ('line' in step) {
    client.send(step.line);
    await client.answer();
  } else if ('close' in step && step.close === 'stdin') client.closeStdin();
  if ('exit' in step && step.exit !== undefined) {
    await client.ended();
    session.over = true;
  }
}

async function sayGoodbye(session: Open): Promise<void> {
  session.asked += 1;
  session.client.send(requestLine(session.asked, 'bye', {}));
  await session.client.ended();
  session.over = true;
}
