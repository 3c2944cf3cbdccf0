import { writeFile } from 'node:fs/promises';
import { afterEach, expect } from 'vitest';
import type { Check, Diagnosis } from '../../src/model/diagnosis.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { hostWith, signal } from '../transports/hosts.ts';
import { ann, WinrmServer, type WinrmServerOptions } from '../transports/winrm/winrm-server.ts';
import { Desk } from './desk.ts';

const servers: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** Stopped when the test is over. */
export function stopLater<S extends { stop(): Promise<void> }>(server: S): S {
  servers.push(server);
  return server;
}

/** The real clock, not the one that other tests want to stand still. */
export function onTime(state: HostState): HostState {
  delete state.clock;
  return state;
}

/** A host behind a WinRM server of the tests, and who looks at it. `settings` come last in its transport. */
export async function lab(
  options: Partial<WinrmServerOptions> = {},
  settings = '',
  change: (state: HostState) => void = () => {},
) {
  const desk = await Desk.open({ SIM: (state) => change(onTime(state)) });
  const behind = hostWith({ type: 'simulated', state: desk.statePath('SIM') });
  const program = () => simulatedTransport.start(behind, [], signal());
  const server = stopLater(await WinrmServer.start({ program, ...options }));
  desk.environment.PASSWORD = ann.password;
  const user = settings.includes('user:') ? '' : "user: 'CORP\\ann', ";
  const https = options.certificate !== undefined;
  await host(
    desk,
    `type: winrm, port: ${server.port}, ${user}password: { env: PASSWORD }, https: ${https}${settings}`,
  );
  return { desk, server };
}

/** The one host of `lab.yaml`. */
export const host = (desk: Desk, transport: string, address = '127.0.0.1'): Promise<void> =>
  writeFile(desk.path('lab.yaml'), `hosts:\n  EX01: { address: ${address}, transport: { ${transport} } }\n`, {
    mode: 0o600,
  });

export async function diagnosed(desk: Desk, ...more: string[]) {
  const said = await desk.type('doctor', 'all', '--json', '-i', desk.path('lab.yaml'), ...more);
  const { schema, exitCode, hosts } = JSON.parse(said.stdout);
  expect([schema, exitCode]).toEqual(['setright/doctor@1', said.exitCode]);
  expect(said.stdout + said.stderr).not.toContain(ann.password);
  const [{ checks, verdict }] = hosts as [Diagnosis];
  const named = (name: Check['check']) => checks.find(({ check }) => check === name);
  return { checks, verdict, last: checks.at(-1) as Check, exitCode: said.exitCode, named };
}
