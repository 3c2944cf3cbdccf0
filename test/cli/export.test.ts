import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { unmark } from '../../src/model/line.ts';
import { sealPlan } from '../../src/plan/digest.ts';
import { readRuntime } from '../../src/powershell/index.ts';
import { Desk, json, overTheLimit, quiet, SESSIONS } from './desk.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const SECRET = 'planted-secret-42';

let desk: Desk;
let plan: string;

beforeAll(async () => {
  desk = await Desk.open({ EX01: overTheLimit, EX02: overTheLimit, EX03: quiet });
  plan = desk.path('plan.json');
  await desk.type('plan', 'all', ...SESSIONS, '-o', plan);
});

describe('setright export', () => {
  it('writes one script for each host that has something to do, for its owner only, with its hash', async () => {
    const out = desk.path('scripts');
    const said = json(await desk.type('export', plan, '--out', out, '--json'));
    const scripts = said.scripts as { host: string; path: string; sha256: string }[];
    expect([scripts.map(({ host }) => host), said.nothingToDo, said.exitCode]).toEqual([
      ['EX01', 'EX02'],
      ['EX03'],
      0,
    ]);
    for (const { host, path, sha256: hash } of scripts) {
      expect(sha256(readFileSync(path, 'utf8'))).toBe(hash);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(path).toMatch(new RegExp(`/${host}-[0-9a-f]{8}\\.ps1$`));
    }
  });

  it("carries the runtime's own bytes, and the plan of that host alone as data", async () => {
    const out = desk.path('one.ps1');
    expect(await desk.type('export', plan, '--host', 'EX02', '--out', out)).toMatchObject({ exitCode: 0 });
    const script = readFileSync(out, 'utf8');
    const runtime = readRuntime();
    expect(script).toContain(`\n. {\n${runtime.text}}\n`);
    expect(script).toContain(`runtime SHA-256 ${runtime.sha256}`);
    const [, data = ''] = /^\$carriedPlan = @'\n([\s\S]*?)\n'@$/m.exec(script) ?? [];
    expect(unmark(JSON.parse(data))).toMatchObject({
      host: 'EX02',
      machine: { name: 'EX02' },
      changes: [{ before: { status: 'present' }, after: { status: 'present' } }],
      effects: [{ kind: 'service.restart' }],
    });
    expect(script).not.toContain('EX01');
    expect(script).not.toMatch(/[^\n\x20-\x7e]/);
  });

  it('overwrites nothing without --force, and writes no script when one of them cannot be', async () => {
    const [first, folder] = [desk.path('EX01.ps1'), desk.path('some')];
    await desk.type('export', plan, '--host', 'EX01', '--out', first);
    const again = await desk.type('export', plan, '--host', 'EX01', '--out', first);
    expect(again).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is there already; --force'),
    });
    expect((await desk.type('export', plan, '--host', 'EX01', '--out', first, '--force')).exitCode).toBe(0);
    await desk.type('export', plan, '--host', 'EX02', '--out', folder);
    expect((await desk.type('export', plan, '--out', folder)).exitCode).toBe(1);
    expect(
      json(await desk.type('export', plan, '--out', folder, '--host', 'EX01', '--json')).scripts,
    ).toHaveLength(1);
  });

  it.each([
    ['two hosts in one file', ['--out', 'both.ps1'], /one file, and the plan is for 2 hosts/],
    [
      'a host that the plan has not',
      ['--host', 'EX09'],
      /EX09 is not in this plan; it is for EX01, EX02, EX03/,
    ],
    ['another digest', ['--digest', 'abc'], /not the plan that was approved/],
  ])('refuses %s', async (_what, words, message) => {
    const said = await desk.type('export', plan, ...words);
    expect([said.exitCode, said.stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  it('refuses a plan that was edited, and one that another runtime made', async () => {
    const sealed = JSON.parse(readFileSync(plan, 'utf8'));
    const edited = desk.path('edited.json');
    writeFileSync(edited, JSON.stringify({ ...sealed, hosts: [] }));
    expect((await desk.type('export', edited)).stderr).toContain('its digest does not hold');
    const { digest: _, ...draft } = sealed;
    writeFileSync(edited, JSON.stringify(sealPlan({ ...draft, runtime: '0'.repeat(64) })));
    expect((await desk.type('export', edited)).stderr).toContain('its states were read by other scripts');
  });

  it('refuses sensitive states with the cure: neither fingerprint nor value is written', async () => {
    const states = `, states: [{ registry: 'HKLM\\SOFTWARE\\Setright Test', name: Sz, string: ${SECRET}, reason: r, sensitive: true }]`;
    const other = await Desk.open({ EX01: quiet }, { settings: { EX01: states } });
    await other.type('plan', 'EX01', '-o', other.path('p.json'));
    const said = await other.type('export', other.path('p.json'), '--out', other.path('x.ps1'));
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toMatch(/EX01: c1: sensitive states are not exported.*setright apply/s);
    expect(() => statSync(other.path('x.ps1'))).toThrow();
  });

  it('ends 5 for a host that the plan could not be made for', async () => {
    const other = await Desk.open({
      EX01: overTheLimit,
      EX02: (state) => {
        state.unreachable = 'No route to host';
      },
    });
    await other.type('plan', 'all', ...SESSIONS, '-o', other.path('p.json'));
    const said = json(await other.type('export', other.path('p.json'), '--out', other.path('s'), '--json'));
    expect([said.exitCode, said.hosts.map(({ host }) => host)]).toEqual([5, ['EX02']]);
  });
});
