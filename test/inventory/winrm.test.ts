import { describe, expect, test } from 'vitest';
import { credentialReferences } from '../../src/inventory/index.ts';
import { read, refusalOf } from './read.ts';

const host = (transport: string) => `hosts:\n  EX01: { transport: { type: winrm, ${transport} } }\n`;
const ann = "user: 'CORP\\ann', password: { env: P }";
const transportOf = (text: string) => read(host(text)).hosts[0]?.transport;

describe('a host that is reached by WinRM', () => {
  test('is reached by https and Negotiate unless said, the certificate verified', () => {
    expect(transportOf(ann)).toEqual({
      type: 'winrm',
      address: 'EX01',
      port: 5986,
      https: true,
      auth: 'negotiate',
      user: 'CORP\\ann',
      password: { from: 'env', name: 'P' },
      via: [],
      executable: 'powershell.exe',
    });
  });

  test('without https has the other port', () => {
    expect(transportOf(`${ann}, https: false`)).toMatchObject({ https: false, port: 5985 });
    expect(transportOf(`${ann}, https: false, port: 80`)).toMatchObject({ port: 80 });
  });

  test('a pinned fingerprint is taken however it is written', () => {
    const digits = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0'));
    const plain = `SHA256:${digits.join('')}`;
    for (const written of [digits.join(''), digits.join(':').toUpperCase(), `sha256:${digits.join(':')}`])
      expect(transportOf(`${ann}, fingerprint: '${written}'`)).toMatchObject({ fingerprint: plain });
  });

  test('by certificate needs no user and no password; paths are relative to the inventory', () => {
    const said =
      'auth: certificate, certificate: c.pem, key: ~/c.key, passphrase: { prompt: Passphrase }, ca: ca.pem';
    expect(transportOf(said)).toEqual({
      type: 'winrm',
      address: 'EX01',
      port: 5986,
      https: true,
      auth: 'certificate',
      user: '',
      certificateFile: '/home/anna/fleet/c.pem',
      keyFile: '/home/anna/c.key',
      passphrase: { from: 'prompt', question: 'Passphrase' },
      ca: '/home/anna/fleet/ca.pem',
      via: [],
      executable: 'powershell.exe',
    });
  });

  test('by Kerberos needs neither user nor password; paths are relative to the inventory, and one place counts', () => {
    const shared = {
      type: 'winrm',
      address: 'EX01',
      auth: 'kerberos',
      via: [],
      executable: 'powershell.exe',
    };
    const plain = { port: 5985, https: false };
    expect(transportOf('auth: kerberos, https: false')).toEqual({ ...shared, ...plain, user: '' });
    const secure = { ...shared, port: 5986, https: true, user: 'ann@CORP.EXAMPLE' };
    const said =
      "auth: kerberos, user: ann@CORP.EXAMPLE, password: { env: P }, spn: 'HTTP/${name}.corp.example'";
    expect(transportOf(said)).toEqual({
      ...secure,
      password: { from: 'env', name: 'P' },
      spn: 'HTTP/EX01.corp.example',
    });
    expect(transportOf(`${said}, keytab: ann.keytab`)).toEqual({
      ...secure,
      keytabFile: '/home/anna/fleet/ann.keytab',
      spn: 'HTTP/EX01.corp.example',
    });
    for (const [written, ccache] of [
      ['~/tickets', 'FILE:/home/anna/tickets'],
      ["'KCM:1000'", 'KCM:1000'],
    ])
      expect(transportOf(`${said}, ccache: ${written}`)).toMatchObject({ ccache });
  });

  test('may lie behind an HTTP proxy, with or without a login there', () => {
    const login = 'user: hop, password: { env: PROXY }';
    const { hosts } = read(host(`${ann}, proxy: { address: proxy.example, ${login} }`));
    expect(hosts[0]?.transport).toMatchObject({
      proxy: { address: 'proxy.example', port: 8080, user: 'hop', password: { from: 'env', name: 'PROXY' } },
    });
    expect(credentialReferences(hosts)).toEqual([
      { from: 'env', name: 'PROXY' },
      { from: 'env', name: 'P' },
    ]);
    expect(transportOf(`${ann}, proxy: { address: 10.0.0.1, port: 3128 }`)).toMatchObject({
      proxy: { address: '10.0.0.1', port: 3128 },
    });
  });

  test('takes an inherited proxy away with an empty one', () => {
    const group = `groups: { dmz: { transport: { type: winrm, ${ann}, proxy: { address: p } } } }`;
    const members = '  A: { groups: [dmz] }\n  B: { groups: [dmz], transport: { proxy: {} } }\n';
    const { hosts } = read(`${group}\nhosts:\n${members}`);
    expect(hosts.map(({ transport }) => 'proxy' in transport)).toEqual([true, false]);
  });

  test.each([
    ['beside jump hosts', 'proxy: { address: p }, via: [{ address: hop, user: hop }]', /a proxy beside via/],
    ['without an address', 'proxy: { port: 3128 }', /no address of the proxy/],
    ['with half a login', 'proxy: { address: p, user: hop }', /one of user and password of the proxy/],
    ['with a URL', 'proxy: { address: "http://p:3128" }', /found the address "http:\/\/p:3128"/],
    [
      'with a password in it',
      'proxy: { address: p, user: a, password: geheim }',
      /in plain text \(not shown\)/,
    ],
    [
      'with a user that Basic cannot carry',
      'proxy: { address: p, user: "a:b", password: { env: P } }',
      /a colon/,
    ],
  ])('refuses a proxy %s', (_, proxy, words) => {
    const said = refusalOf(host(`${ann}, ${proxy}`));
    expect(said).toMatch(words);
    expect(said).not.toContain('geheim');
  });

  test('may go through the remoting of the PowerShell here, with single sign-on or an account', () => {
    const shared = { type: 'winrm', address: 'EX01', via: [], executable: 'powershell.exe', native: false };
    expect(transportOf('native: false, auth: kerberos, https: false')).toEqual({
      ...shared,
      ...{ port: 5985, https: false, auth: 'kerberos', user: '' },
    });
    expect(transportOf(`native: false, ${ann}`)).toMatchObject({ native: false, user: 'CORP\\ann' });
    expect(transportOf(`native: true, ${ann}`)).not.toHaveProperty('native');
  });

  test.each([
    [
      'a pinned certificate',
      `fingerprint: '${'00'.repeat(32)}', ${ann}`,
      /found fingerprint beside native: false/,
    ],
    ['a proxy', `proxy: { address: p }, ${ann}`, /found proxy beside native: false/],
    ['a keytab', 'auth: kerberos, keytab: k', /found keytab beside native: false/],
    [
      'a certificate of ours',
      'auth: certificate, certificate: c, key: k',
      /found certificate beside native: false/,
    ],
    ['half a login', 'user: ann', /one of user and password beside native: false/],
  ])('refuses %s where the PowerShell here does the talking', (_, said, words) => {
    expect(refusalOf(host(`native: false, ${said}`))).toMatch(words);
  });

  test('a proxy is for WinRM alone', () => {
    const ssh = 'hosts:\n  EX01: { transport: { user: a, proxy: { address: p } } }\n';
    expect(refusalOf(ssh)).toMatch(/proxy/);
  });

  test('may lie behind SSH jump hosts, which have their own credentials', () => {
    const jump = '{ address: hop, user: hop, password: { env: HOP } }';
    const { hosts } = read(host(`${ann}, knownHosts: known, via: [${jump}]`));
    expect(hosts[0]?.transport).toMatchObject({
      knownHosts: '/home/anna/fleet/known',
      via: [{ address: 'hop', port: 22, user: 'hop', password: { from: 'env', name: 'HOP' } }],
    });
    expect(credentialReferences(hosts)).toEqual([
      { from: 'env', name: 'HOP' },
      { from: 'env', name: 'P' },
    ]);
  });

  test('has its credentials fetched before the first connection', () => {
    const { hosts } = read(host(ann));
    expect(credentialReferences(hosts)).toEqual([{ from: 'env', name: 'P' }]);
  });

  test.each([
    ['no user', 'password: { env: P }', /found no user for WinRM, expected one/],
    ['no password', 'user: ann', /found no password for WinRM, expected one/],
    [
      'Basic without TLS',
      `${ann}, auth: basic, https: false`,
      /found basic without https, expected negotiate/,
    ],
    [
      'a certificate without TLS',
      'auth: certificate, certificate: c, key: k, https: false',
      /found certificate without https/,
    ],
    [
      'a pin without TLS',
      `${ann}, https: false, fingerprint: '${'ab'.repeat(32)}'`,
      /fingerprint beside https: false/,
    ],
    ['an authority without TLS', `${ann}, https: false, ca: ca.pem`, /found ca beside https: false/],
    [
      'a certificate and no key',
      'auth: certificate, certificate: c.pem',
      /found no key for auth: certificate/,
    ],
    [
      'a certificate that is not used',
      `${ann}, certificate: c.pem`,
      /negotiate does not use; add auth: certificate/,
    ],
    ['a SHA-1 thumbprint', `${ann}, fingerprint: '${'ab'.repeat(20)}'`, /expected the SHA-256 fingerprint/],
    ['CredSSP', `${ann}, auth: credssp`, /expected negotiate, kerberos, basic or certificate/],
    ['a name of NTLM for Kerberos', `${ann}, auth: kerberos`, /found "CORP\\\\ann", expected NAME@REALM/],
    ['a keytab of nobody', 'auth: kerberos, keytab: k', /found no user for the keytab or the password/],
    [
      'a keytab and tickets',
      'auth: kerberos, user: ann@CORP, keytab: k, ccache: c',
      /found ccache beside keytab, expected one of them/,
    ],
    ['a service name that is not used', `${ann}, spn: HTTP/x`, /negotiate does not use; add auth: kerberos/],
    ['no service name', 'auth: kerberos, spn: sql01', /expected a service name: HTTP\/NAME/],
    ['settings of ssh', `${ann}, agent: true`, /found agent, which is for ssh/],
    [
      'a password in plain text',
      'user: ann, password: hunter2',
      /found a password in plain text \(not shown\)/,
    ],
  ])('is refused with %s', (_, transport, message) => {
    expect(refusalOf(host(transport))).toMatch(message);
    expect(refusalOf(host(transport))).not.toContain('hunter2');
  });
});
