import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { openGssapi } from '../../../src/transports/winrm/kerberos/gssapi-library.ts';
import { serviceNames } from '../../../src/transports/winrm/kerberos/service-names.ts';
import { Turns } from '../../../src/transports/winrm/kerberos/turns.ts';
import { refusalOf } from '../hosts.ts';

const koffi = async () => (await import('koffi')).default;

describe('what Kerberos needs of this machine', () => {
  it.each([
    [
      'no koffi',
      'linux',
      () => Promise.reject(new Error("Cannot find package 'koffi'")),
      /`npm install koffi`/,
    ],
    // A Mac's names are on no other system.
    ['no library on a Mac', 'darwin', koffi, /GSS\.framework\/GSS could be used: run `brew install krb5`/],
    ['a Windows controller', 'win32', koffi, /goes through PowerShell itself.*native: false/],
  ] as const)('%s: it is said, with the next move', async (_, platform, load, words) => {
    const refusal = await refusalOf(openGssapi({ platform, arch: 'x64', koffi: load }));
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toMatch(words);
  });

  it('no library on Linux names the package to install', async () => {
    const load = async () => ({
      ...(await koffi()),
      load: () => {
        throw new Error('cannot open shared object file');
      },
    });
    const refusal = await refusalOf(openGssapi({ platform: 'linux', arch: 'x64', koffi: load }));
    expect(refusal.message).toMatch(
      /libgssapi_krb5\.so\.2, libgssapi\.so\.3 .*`apt install libgssapi-krb5-2`/,
    );
  });
});

describe('names of a host service', () => {
  it('are tried in order, in the realm that the KDC says; one that is set is the only one', () => {
    const names = ['HTTP/ex01.example@', 'host/ex01.example@', 'WSMAN/ex01.example@'];
    expect(serviceNames('ex01.example', undefined)).toEqual(names);
    expect(serviceNames('ex01', 'HTTP/web')).toEqual(['HTTP/web@']);
    expect(serviceNames('ex01', 'HTTP/web@CORP.EXAMPLE')).toEqual(['HTTP/web@CORP.EXAMPLE']);
  });
});

describe('turns', () => {
  it('let so many work at once, all in the end, and in order; one that fails gives its turn on', async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    let [now, most] = [0, 0];
    const work = (nth: number) => async () => {
      begun.push(nth);
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      if (nth % 3 === 0) throw new Error('failed');
    };
    const ended = await Promise.allSettled(Array.from({ length: 20 }, (_, nth) => turns.take(work(nth))));
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(7);
    expect([most, begun]).toEqual([2, Array.from({ length: 20 }, (_, nth) => nth)]);
  });
});
