import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { cutRunOff } from '../cli/cut-run-off.ts';
import { Desk, json, overTheLimit, SESSIONS } from '../cli/desk.ts';
import { Key, Screen, screenMissing } from './screen.ts';

/** `setright fix` from the first question to the last, at 80 columns. */
describe.skipIf(screenMissing)('fix', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ EX01: overTheLimit });
  });

  const chooseAndEnter = async (screen: Screen, limit: string) => {
    await screen.see(/EX01 +noncompliant[\s\S]*Diagnose first\?/);
    await screen.press(Key.down, Key.enter);
    await screen.see(/Which remedies\?[\s\S]*◉ exchange-mapi-sessions \(noncompliant\)/);
    await screen.press(Key.enter);
    await screen.see(
      /now on the host: [\s\S]*"Maximum Allowed Sessions Per User": REG_DWORD 32[^:]*limit: [\s\S]*whole number from 33 to 512, default 64[\s\S]*limit \(64\)/,
    );
    await screen.press(...limit, Key.enter);
  };

  it('leads from the check to an applied plan, and undoes it at once', async () => {
    const screen = Screen.open(desk, ['fix', 'EX01']);
    await chooseAndEnter(screen, '9');
    await screen.see(/> expected a whole number from 33 to 512, found 9/);
    await screen.press(Key.backspace, '4', '0', Key.enter);
    await screen.see(/hours \(168\)/);
    await screen.press(Key.enter);
    await screen.see(/REG_DWORD 32 \(0x20\) → REG_DWORD 40 \(0x28\)[\s\S]*Do these[\s\S]*◉ c1 [\s\S]*◉ e1 /);
    await screen.press(Key.enter);
    await screen.see(/Allow service\.restart on 1 host\?/);
    await screen.press(Key.down, Key.enter);
    await screen.see(/Apply this plan on 1 host\?/);
    await screen.press(Key.down, Key.enter);
    await screen.see(/EX01 +applied[\s\S]*Keep it\?/);
    expect(await desk.limit('EX01')).toBe(40);
    await screen.press(Key.down, Key.enter);
    await screen.see(/Rollback of run [\s\S]*Allow service\.restart on 1 host\?/);
    await screen.press(Key.down, Key.enter);
    await screen.see(/Take run \S+ back on\s+1 host\?/);
    await screen.press(Key.down, Key.enter);
    await screen.see(/EX01 +applied[\s\S]*EX01 +applied/);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX01')).toBe(32);
    expect(screen.tooWide).toEqual([]);
  });

  it('lets an effect be taken out: the value is set, and the host knows that it is not in force', async () => {
    const screen = Screen.open(desk, ['fix', 'EX01']);
    await chooseAndEnter(screen, '');
    await screen.see(/hours \(168\)/);
    await screen.press(Key.enter);
    await screen.see(/Do these/);
    await screen.press(Key.down, Key.space, Key.enter);
    await screen.see(
      /Taken out, its values will be set, not in force: service\.restart MSExchangeIS[\s\S]*Apply this plan/,
    );
    expect(screen.text).not.toContain('Allow service.restart');
    await screen.press(Key.down, Key.enter);
    await screen.see(/Keep it\?/);
    await screen.press(Key.ctrlC);
    await screen.see(/Kept\. Taken back later with: setright rollback/);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX01')).toBe(64);
    const check = await desk.type('check', 'EX01');
    expect(check).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('not in force') });
  });

  it('lets a change be taken out, and its effect goes with it', async () => {
    const screen = Screen.open(desk, ['fix', 'EX01']);
    await chooseAndEnter(screen, '');
    await screen.see(/hours \(168\)/);
    await screen.press(Key.enter);
    await screen.see(/Do these/);
    await screen.press(Key.space, Key.enter);
    await screen.see(/Nothing is left to do; nothing was changed/);
    expect(await screen.end()).toBe(130);
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it('lets one of two changes be taken out: the other is set, and only that', async () => {
    const value = (name: string) =>
      `{ registry: 'HKLM\\SOFTWARE\\Two', name: ${name}, dword: 1, reason: wanted }`;
    const two = await Desk.open(
      { EX01: () => {} },
      { settings: { EX01: `, states: [${value('one')}, ${value('other')}]` } },
    );
    const screen = Screen.open(two, ['fix', 'EX01']);
    await screen.see(/Diagnose first\?/);
    await screen.press(Key.down, Key.enter);
    await screen.see(/Which remedies\?[\s\S]*◉ stated-states \(noncompliant\)/);
    await screen.press(Key.enter);
    await screen.see(/Do these[\s\S]*◉ c1 .*"one"[\s\S]*◉ c2 .*"other"/);
    await screen.press(Key.space, Key.enter);
    await screen.see(/: 1 change, 0 effects[\s\S]*Apply this plan/);
    await screen.press(Key.down, Key.enter);
    await screen.see(/Keep it\?/);
    await screen.press(Key.enter);
    expect(await screen.end()).toBe(0);
    const { registry } = await two.state('EX01');
    const values = registry.find(({ path }) => path === 'HKLM\\SOFTWARE\\Two')?.values;
    expect(values?.map(({ name }) => name)).toEqual(['other']);
  });

  it('saves the plan instead, and apply takes it', async () => {
    const screen = Screen.open(desk, ['fix', 'EX01']);
    await chooseAndEnter(screen, '');
    await screen.see(/hours \(168\)/);
    await screen.press(Key.enter);
    await screen.see(/Do these/);
    await screen.press(Key.enter);
    await screen.see(/Allow service\.restart/);
    await screen.press(Key.enter);
    await screen.see(/Values that need what you refused/);
    await screen.press(Key.enter);
    await screen.see(/Apply this plan/);
    await screen.press(Key.down, Key.down, Key.down, Key.enter);
    await screen.see(/Save the plan as/);
    await screen.press(...'inventory.yaml', Key.enter);
    await screen.see(/inventory\.yaml: there is such a file already; name another/);
    await screen.press(...'mine.json', Key.enter);
    await screen.see(/Saved\. Apply it with: setright apply mine\.json/);
    expect(await screen.end()).toBe(2);
    expect((await desk.state('EX01')).writes).toBe(0);
    expect(JSON.parse(await readFile(desk.path('mine.json'), 'utf8')).schema).toBe('setright/plan@1');
    const applied = await desk.type('apply', desk.path('mine.json'), '--yes', '--allow', 'service.restart');
    expect(applied.exitCode).toBe(0);
  });

  it('--plain asks everything by number and line', async () => {
    const screen = Screen.open(desk, ['fix', 'EX01', '--plain'], { NO_COLOR: '1' });
    await screen.see(/Diagnose first\?[\s\S]*2\) no, choose remedies\nNumber \[1\]:/);
    await screen.press(Key.enter);
    await screen.see(/Cause 1: A program opens more MAPI sessions[\s\S]*No fix:/);
    await screen.see(
      /Which remedies\?\n +1\) \[x\] exchange-mapi-sessions \(noncompliant\)\n(?: +\d+\) \[ \] .*\n)*Numbers, or none \[1\]:/,
    );
    await screen.press(Key.enter);
    await screen.see(/limit \[64\]:/);
    await screen.press('5', '0', Key.enter);
    await screen.see(/hours \[168\]:/);
    await screen.press(Key.enter);
    await screen.see(/Numbers, or none \[1 2\]:/);
    await screen.press(Key.enter);
    await screen.see(/2\) yes, allow service\.restart\nNumber \[1\]:/);
    await screen.press('2', Key.enter);
    await screen.see(/4\) save it as a plan file\nNumber \[1\]:/);
    await screen.press('2', Key.enter);
    await screen.see(/Keep it\?[\s\S]*Number \[1\]:/);
    await screen.press(Key.enter);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX01')).toBe(50);
    expect(screen.raw).not.toContain('\u001b[');
    expect(screen.tooWide).toEqual([]);
  });

  it('after a diagnosis leaves out what is no fix, and says so', async () => {
    const shaking = await Desk.open({
      EX01: (state) => {
        for (const second of [0, 10, 20, 30, 40])
          state.events.push({
            log: 'Application',
            provider: 'MSExchangeIS',
            id: 9646,
            at: `2026-01-15T07:00:${String(second).padStart(2, '0')}Z`,
            properties: ['/o=Test/cn=Recipients/cn=ann', '32', 'session'],
            message: '',
          });
      },
    });
    const screen = Screen.open(shaking, ['fix', 'EX01']);
    await screen.see(/Diagnose first\?/);
    await screen.press(Key.enter);
    await screen.see(
      /Cause 1: The way swallows large packets[\s\S]*◯ exchange-mapi-sessions \(noncompliant; no fix here\)/,
    );
    await screen.press(Key.enter);
    await screen.see(/No remedy was chosen; nothing was changed/);
    await screen.end();
    expect((await shaking.state('EX01')).writes).toBe(0);
  });

  it('is left by Ctrl-C while it looks, without a question more', async () => {
    const slow = await Desk.open({
      EX01: (state) => {
        state.latencyMs = 400;
      },
    });
    const screen = Screen.open(slow, ['fix', 'EX01']);
    await screen.see(/EX01 {2}\d+ s {2}(connecting|reading)/);
    await screen.press(Key.ctrlC);
    await screen.see(/Cancelled: nothing was changed\./);
    expect(await screen.end()).toBe(130);
    expect(screen.text).not.toContain('Diagnose first');
  });

  it('tells why a host cannot be judged, and asks nothing', async () => {
    const away = await Desk.open({
      EX01: (state) => {
        state.unreachable = 'No route to host';
      },
    });
    const screen = Screen.open(away, ['fix', 'EX01']);
    await screen.see(/EX01 +unreachable +EX01 cannot be reached: No route to host/);
    expect(await screen.end()).toBe(5);
  });

  it('asks nothing while a run is unfinished there, and says how it is settled', async () => {
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
    const words = ['apply', desk.path('p.json'), '--yes', '--keep-without-effects', '--json'];
    await cutRunOff(desk, 'EX01', String(json(await desk.type(...words)).run));
    const screen = Screen.open(desk, ['fix', 'EX01']);
    await screen.see(/is unfinished on this host[\s\S]*setright recover EX01/);
    expect(await screen.end()).toBe(5);
    expect(screen.text).not.toContain('?');
  });
});
