import { spawn } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requests, Verb } from '../../src/model/line.ts';
import type { RegistryValue } from '../../src/model/resource.ts';
import type { PowerShellProcess } from '../../src/model/transport.ts';
import { bootstrapArguments } from '../../src/powershell/index.ts';
import { Session } from '../../src/run/connect/session.ts';
import { windowsPwsh, wineRuntime } from '../fakes/start-windows.ts';
import { Lab } from '../run/lab.ts';
import { type LawCase, lawCases } from './law.ts';
import { breachesOf } from './law-host.ts';
import { WineRival } from './wine-rival.ts';

const missing =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';

/** Nothing directly below HKEY_USERS can be made, and nothing but ours is to be touched. */
const moved = <Item extends { readonly resource: RegistryValue }>(items: readonly Item[]) =>
  items.map((item) => {
    const below = item.resource.key.slice('SOFTWARE'.length);
    const root = item.resource.hive === 'HKU' ? '.DEFAULT\\Software' : 'SOFTWARE';
    return { ...item, resource: { ...item.resource, key: `${root}\\Setright Law${below}` } };
  });

function startWindows(runtime: ReturnType<typeof wineRuntime>): PowerShellProcess {
  const [program = '', ...words] = windowsPwsh;
  const child = spawn(program, [...words, ...bootstrapArguments(runtime)]);
  const ended: PowerShellProcess['ended'] = new Promise((resolve) =>
    child.once('close', (code) => resolve({ exitCode: code ?? undefined, why: '' })),
  );
  const { stdin, stdout, stderr } = child;
  return { stdin, stdout, stderr, ended, hostKey: '', destroy: () => child.kill() };
}

describe.skipIf(missing !== '')(`the law on a real registry${missing}`, () => {
  it('100 times, in one process, with another one as the rival', async () => {
    const rival = new WineRival();
    const lab = await Lab.open();
    const runtime = wineRuntime();
    const session = await Session.open(lab.know('ex01'), {
      ...lab.context,
      runtime,
      limits: { ...lab.context.limits, silenceSeconds: 120 },
      transports: { ...lab.context.transports, simulated: { start: async () => startWindows(runtime) } },
    });
    let count = 0;
    try {
      await fc.assert(
        fc.asyncProperty(lawCases, async (one) => {
          const here: LawCase = {
            hive: moved(one.hive),
            wishes: moved(one.wishes),
            edits: moved(one.edits),
          };
          count += 1;
          const run = `law-${process.pid}-${count}`;
          await rival.empty();
          for (const { resource, state } of here.hive) await rival.write(resource, state);
          const { registry } = await rival.registry();
          expect(registry.flatMap(({ values }) => values)).toHaveLength(here.hive.length);
          const breaches = await breachesOf(here, {
            ask: (verb, body) =>
              session.request(verb as Verb, ('run' in body ? { ...body, run } : body) as Requests[Verb]),
            write: (resource, want) => rival.write(resource, want),
            registry: () => rival.registry(),
          });
          expect(breaches).toEqual([]);
        }),
        { numRuns: 100, endOnFailure: true },
      );
    } finally {
      await session.close();
      await rival.empty();
      rival.close();
    }
  }, 900_000);
});
