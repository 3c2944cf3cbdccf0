import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { ANNA, BERT, mounts, userData, withUsers } from '../run/users.ts';
import { Desk, json } from './desk.ts';

const states = ", states: [{ users: 'Software\\App', name: V, dword: 1, reason: nobody agreed to it }]";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open({ PC01: withUsers }, { settings: { PC01: states } });
});

const profilesOf = (said: Parameters<typeof json>[0]) =>
  ((json(said).hosts[0]?.profiles ?? []) as { resource: { sid: string }; answer: string }[]).map(
    ({ resource, answer }) => [resource.sid, answer],
  );

describe('a value of every user, as typed', () => {
  it('says of each profile what is so, and ends 5 for one that was not reached', async () => {
    const said = await desk.type('check', 'PC01');
    expect(said.exitCode).toBe(5);
    expect(said.stdout).toMatch(/differs: CORP\\anna, HKU\\S-1-5-21-1-2-3-1001\\Software\\App "V"/);
    expect(said.stdout.replaceAll(/\s+/g, ' ')).toMatch(/not loaded: HKU\\.*1002.*--load-hives mounts it/);
    expect(profilesOf(await desk.type('check', 'PC01', '--json'))).toEqual([
      [ANNA, 'differs'],
      [BERT, 'not-loaded'],
    ]);
  });

  it('names the hives in the plan, does what explain says, and answers for each profile', async () => {
    const [plan, log] = [desk.path('p.json'), desk.path('lines.log')];
    const shown = await desk.type('plan', 'PC01', '--load-hives', '-o', plan);
    expect(shown.stdout).toContain(`as HKEY_USERS\\Setright-<process>-${BERT}`);
    const explained = JSON.parse((await desk.type('explain', plan, '--json')).stdout) as {
      hosts: { requests: { verb: string }[] }[];
    };
    const said = await desk.type('apply', plan, '--load-hives', '--yes', '--log', log, '--json');
    expect(said.exitCode).toBe(0);
    expect(profilesOf(said)).toEqual([
      [ANNA, 'done'],
      [BERT, 'done'],
    ]);
    const sent = [...(await readFile(log, 'utf8')).matchAll(/ PC01 sent \{"n":\d+,"verb":"(\w+)"/g)];
    expect(sent.map(([, verb]) => verb)).toEqual(explained.hosts[0]?.requests.map(({ verb }) => verb));
    const state = await desk.state('PC01');
    expect([userData(state, ANNA), userData(state, BERT), mounts(state)]).toEqual([1, 1, []]);
    expect((await desk.type('check', 'PC01', '--load-hives')).exitCode).toBe(0);
  });

  it('refuses an apply that would have to mount what nobody asked for: nothing is written', async () => {
    const plan = desk.path('p.json');
    await desk.type('plan', 'PC01', '--load-hives', '-o', plan);
    const said = await desk.type('apply', plan, '--yes');
    expect(said.exitCode).toBe(3);
    expect(said.stdout.replaceAll(/\s+/g, ' ')).toContain('--load-hives mounts it');
    expect(userData(await desk.state('PC01'), ANNA)).toBe(0);
  });

  it('exports no plan whose hives a script would have to mount', async () => {
    const plan = desk.path('p.json');
    await desk.type('plan', 'PC01', '--load-hives', '-o', plan);
    const said = await desk.type('export', plan, '--out', desk.path('out'));
    expect(said).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('does not mount') });
  });
});
