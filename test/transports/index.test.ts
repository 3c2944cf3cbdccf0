import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import { createTransports } from '../../src/transports/index.ts';
import { exchange, hostWith, optionsWith, refusalOf, signal } from './hosts.ts';

test('each type of transport has its entry, and it is the one that starts the host', async () => {
  const transports = createTransports(optionsWith({ allowCommand: true, connectSeconds: 1 }));
  expect(Object.keys(transports).toSorted()).toEqual(['command', 'local', 'simulated', 'ssh', 'winrm']);
  const argv = [process.execPath, '-e', 'process.exit(4)', '--'];
  const line = await transports.command.start(hostWith({ type: 'command', argv, source: '-' }), [], signal());
  expect((await exchange(line, Buffer.alloc(0))).end.exitCode).toBe(4);
  const nowhere = hostWith({ type: 'local', executable: '/nowhere/pwsh' });
  expect(await refusalOf(transports.local.start(nowhere, [], signal()))).toBeInstanceOf(UnreachableError);
});

test('making the table loads none of the packages behind it', () => {
  const script = `
    const { createTransports } = await import(${JSON.stringify(new URL('../../src/transports/index.ts', import.meta.url).href)});
    createTransports({});
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache ?? {});
    console.log(JSON.stringify(loaded.filter((file) => /ssh2|saxes|node-powershell|child-shell/.test(file))));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stderr).not.toMatch(/Error/);
  expect(stdout.trim()).toBe('[]');
});
