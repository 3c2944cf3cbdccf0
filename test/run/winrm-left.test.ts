/** A line by WinRM that ends otherwise than by bye: what becomes of its shell, of the host, and what the next contact does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PowerShellProcess, ProcessEnd } from '../../src/model/transport.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { BINARY, Desk, json, overTheLimit, SESSIONS } from '../cli/desk.ts';
import { simulatedHost } from '../conformance/players.ts';
import { signal } from '../transports/hosts.ts';
import type { Program } from '../transports/winrm/shells.ts';
import { stdinIn } from '../transports/winrm/soap.ts';
import { type Accident, ann, WinrmServer } from '../transports/winrm/winrm-server.ts';
import { behindWinrm } from './behind-winrm.ts';
import { dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [wish(value('Dword'), dword(64)), wish(value('New', 'SOFTWARE\\Setright Test\\A'), dword(1))];

/** A host whose PowerShell dies when it is to keep the run, and whose shell is gone with it. While `isAway`, nobody gets a new one. */
async function lostAtKeep() {
  const lab = await Lab.open();
  await lab.add('ex01');
  const world = { isAway: false, isGone: false };
  const isKilled = async ({ ended }: PowerShellProcess): Promise<ProcessEnd> => {
    const end = await ended;
    if (end.exitCode !== 0) {
      world.isGone = true;
      server.shells.lose();
    }
    return end;
  };
  const program: Program = async () => {
    const inner = await simulatedTransport.start(simulatedHost(lab.path('ex01')), [], signal());
    return { ...inner, ended: isKilled(inner) };
  };
  const accident = (action: string): Accident | undefined =>
    world.isAway && world.isGone && action === 'Create' ? { kind: 'drop-before' } : undefined;
  const server: WinrmServer = await behindWinrm(lab, { server: { program, accident } });
  onTestFinished(() => server.stop());
  const plan = await planFor(lab, wishes);
  const before = settings(await lab.state('ex01'));
  await lab.edit('ex01', (state) => {
    state.faults = [{ verb: 'keep', fault: 'die', once: true }];
  });
  return { lab, server, world, plan, before, now: async () => settings(await lab.state('ex01')) };
}

describe('a shell that is lost with its PowerShell', () => {
  it('and a host that gives no new one: unfinished, until recover takes it back over a new shell', async () => {
    const { lab, server, world, plan, before, now } = await lostAtKeep();
    const creates = server.shells.counts.Create ?? 0;
    world.isAway = true;
    const { outcomes, exitCode, run } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'unfinished' }]);
    expect([exitCode, outcomes[0]?.summary]).toEqual([4, expect.stringContaining('fault 2150858843')]);
    expect(await now()).not.toEqual(before);
    expect(server.shells.counts.Create).toBe(creates + 1);

    world.isAway = false;
    const { found } = await findLeftBehind(lab.context, [...lab.hosts.values()]);
    expect(found).toMatchObject([{ host: 'ex01', lock: { run, alive: false }, runs: [{ run }] }]);
    const ended = await recoverHosts(lab.context, found, lab.hosts, 'undo', undefined);
    expect(ended).toMatchObject({ exitCode: 0, outcomes: [{ status: 'recovered' }] });
    expect(await now()).toEqual(before);
    expect(server.shells.counts.Create).toBe(creates + 3);
    await expect.poll(() => server.shells.open, { timeout: 60_000 }).toBe(0);
  }, 60_000);

  it('and a host that is there: how it ended is learnt over a new shell, and it is put back', async () => {
    const { lab, server, plan, before, now } = await lostAtKeep();
    const started = server.shells.commandLines.length;
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored', connections: 2 }]);
    expect(outcomes[0]?.summary).toContain('fault 2150858843');
    expect(server.shells.commandLines).toHaveLength(started + 2);
    expect(await now()).toEqual(before);
    await expect.poll(() => server.shells.open, { timeout: 60_000 }).toBe(0);
  }, 60_000);
});

/** A simulated host whose answers can be held back, as those of one that is slow. */
function holding(stateFile: string) {
  let held: Buffer[] | undefined;
  let release = (): void => {};
  const program: Program = async () => {
    const inner = await simulatedTransport.start(simulatedHost(stateFile), [], signal());
    const stdout = new PassThrough();
    release = () => {
      for (const chunk of held ?? []) stdout.write(chunk);
      held = undefined;
    };
    inner.stdout.on('data', (chunk: Buffer) => void (held ? held.push(chunk) : stdout.write(chunk)));
    inner.stdout.once('end', () => {
      release();
      stdout.end();
    });
    return { ...inner, stdout };
  };
  const hold = () => {
    held = [];
  };
  return { program, hold, letGo: () => release() };
}

describe('Ctrl-C, twice, in the middle of a set', () => {
  it('ends stdin, hears the undo out, and only then come Signal and Delete; the program waits for that', async () => {
    const desk = await Desk.open({ EX01: overTheLimit });
    const host = holding(desk.statePath('EX01'));
    let isSetting = () => {};
    const setting = new Promise<void>((resolve) => {
      isSetting = resolve;
    });
    const server = await WinrmServer.start({
      program: host.program,
      accident: (action, _, { text: said }) => {
        if (action === 'Send' && stdinIn(said).includes('"verb":"=set"')) {
          host.hold();
          isSetting();
        }
        if (said.includes('End="true"')) setTimeout(host.letGo, 300);
        return undefined;
      },
    });
    onTestFinished(() => server.stop());
    const { port } = server;
    await writeFile(
      desk.path('inventory.yaml'),
      `hosts:\n  EX01: { address: 127.0.0.1, transport: { type: winrm, https: false, port: ${port}, user: 'CORP\\ann', password: { env: DESK_PASSWORD } } }\n`,
    );
    desk.environment.DESK_PASSWORD = ann.password;
    const before = await desk.state('EX01');
    const planned = await desk.start('plan', 'all', ...SESSIONS, '-o', desk.path('p.json'));
    expect(planned.exitCode).toBe(2);

    const words = ['apply', desk.path('p.json'), '--yes', '--allow', 'service.restart', '--json'];
    const child = spawn(process.execPath, [BINARY, ...words, '--data-dir', desk.path('data')], {
      cwd: desk.folder,
      env: { ...process.env, ...desk.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, closed] = [text(child.stdout), once(child, 'close')];
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await setting;
    child.kill('SIGINT');
    await expect.poll(() => stderr, { timeout: 60_000 }).toContain('Stopping');
    child.kill('SIGINT');
    const [exitCode] = await closed;
    // What counts is what had been said when the program was over.
    const { story, killed, open } = server.shells;
    const end = story.lastIndexOf('end of stdin');
    expect(story.slice(end).filter((what) => what !== 'Receive')).toEqual([
      'end of stdin',
      'ended',
      'end told',
      'Signal',
      'Delete',
    ]);
    expect([killed, open]).toEqual([0, 0]);
    const said = { exitCode, stdout: await stdout, stderr };
    expect([exitCode, json(said).hosts[0]?.status]).toEqual([4, 'unfinished']);
    const after = await desk.state('EX01');
    expect(settings(after)).toEqual(settings(before));
    expect(after.files.some(({ text: step }) => step.includes('"step":"=restored"'))).toBe(true);
  }, 90_000);
});
