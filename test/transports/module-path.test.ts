import { describe, expect, it, onTestFinished } from 'vitest';
import { localTransport } from '../../src/transports/local.ts';
import { withOwnModulePath } from '../../src/transports/module-path.ts';
import { exchange, hostWith, optionsWith, signal } from './hosts.ts';

const environment = { Path: 'C:\\Windows', PSModulePath: 'C:\\Program Files\\PowerShell\\7\\Modules' };
const without = { Path: 'C:\\Windows' };

describe('the module path of a PowerShell 7 console', () => {
  it.each([
    'powershell.exe',
    'powershell',
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    'C:/pwsh/PowerShell.EXE',
  ])('is not handed down to %s on Windows', (executable) => {
    expect(withOwnModulePath('win32', executable, environment)).toEqual(without);
  });

  it('is found however its name is written, and nothing else is taken out', () => {
    const written = { PSMODULEPATH: 'a', psmodulepath: 'b', PSModulePathOfMine: 'c', Path: 'd' };
    expect(withOwnModulePath('win32', 'powershell.exe', written)).toEqual({
      PSModulePathOfMine: 'c',
      Path: 'd',
    });
    expect(written.PSMODULEPATH).toBe('a');
  });

  it.each(['pwsh', 'PWSH.exe', 'C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'pwsh-preview.cmd'])(
    'stays for %s, which sorts it out by itself',
    (executable) => {
      expect(withOwnModulePath('win32', executable, environment)).toEqual(environment);
    },
  );

  it('stays where there is no Windows PowerShell', () => {
    expect(withOwnModulePath('linux', 'powershell.exe', environment)).toEqual(environment);
  });

  it.skipIf(process.platform === 'win32')('does not reach the process that is started', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform');
    onTestFinished(() => {
      if (platform) Object.defineProperty(process, 'platform', platform);
    });
    Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
    const options = optionsWith({ environment: { ...process.env, PSModulePath: 'of 7', OTHER: 'stays' } });
    const host = hostWith({ type: 'local', executable: '/bin/sh' });
    const line = await localTransport(options).start(host, ['-c', 'echo "$PSModulePath|$OTHER"'], signal());
    expect((await exchange(line, Buffer.alloc(0))).out.toString()).toBe('|stays\n');
  });
});
