import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, overTheLimit, SESSIONS } from '../cli/desk.ts';
import { Key, Screen, screenMissing } from './screen.ts';

/** The confirmation of an apply, with keys typed and the screen read. */
describe.skipIf(screenMissing)('apply asks', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ EX01: overTheLimit });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
  });
  const question = /Apply this plan on 1 host\?[\s\S]*explain/;

  it('for each effect by name with who will notice, then for the values; Enter alone says no', async () => {
    const screen = Screen.open(desk, ['apply', 'p.json']);
    await screen.see(/service\.restart on 1 host cannot be undone[\s\S]*Allow service\.restart on 1 host\?/);
    expect(screen.text).toContain('REG_DWORD 32 (0x20) → REG_DWORD 64 (0x40)');
    expect(screen.text).toMatch(/store on this server is dismounted/);
    await screen.press(Key.down, Key.enter);
    await screen.see(question);
    await screen.press(Key.enter);
    await screen.see(/Nothing was changed\./);
    expect(await screen.end()).toBe(130);
    expect(screen.tooWide).toEqual([]);
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it('explains what would be sent, and asks again; yes applies it', async () => {
    const screen = Screen.open(desk, ['apply', 'p.json']);
    await screen.see(/Allow service\.restart/);
    await screen.press(Key.down, Key.enter);
    await screen.see(question);
    await screen.press(Key.down, Key.down, Key.enter);
    await screen.see(/begin \{"run":"\(this run\)"[\s\S]*Backup: [\s\S]*setright rollback/);
    await screen.see(
      /Apply this plan on 1 host\?[\s\S]*Apply this plan on 1 host\?[\s\S]*❯ no, change nothing/,
    );
    await screen.press(Key.down, Key.enter);
    await screen.see(/EX01 +applied/);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX01')).toBe(64);
  });

  it('a refused effect leaves its values, unless they are wanted all the same', async () => {
    const screen = Screen.open(desk, ['apply', 'p.json']);
    await screen.see(/Allow service\.restart/);
    await screen.press(Key.enter);
    await screen.see(/Values that need what you refused/);
    await screen.press(Key.down, Key.enter);
    await screen.see(question);
    await screen.press(Key.down, Key.enter);
    await screen.see(/set, not in force/);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX01')).toBe(64);
  });

  it('Ctrl-C at a question changes nothing and ends 130', async () => {
    const screen = Screen.open(desk, ['apply', 'p.json']);
    await screen.see(/Allow service\.restart/);
    await screen.press(Key.ctrlC);
    await screen.see(/left without an answer; nothing was changed/);
    expect(await screen.end()).toBe(130);
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it.each([
    ['a terminal that closes', [], /❯ no, do not/],
    ['Ctrl-C in --plain', ['--plain'], /Number \[1\]:/],
  ])('%s at a question changes nothing either', async (_what, words, asked) => {
    const screen = Screen.open(desk, ['apply', 'p.json', ...words]);
    await screen.see(asked);
    if (words.length > 0) await screen.press(Key.ctrlC);
    else screen.hangUp();
    await screen.see(/left without an answer; nothing was changed/);
    expect(await screen.end()).toBe(130);
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it('asks by number in --plain, without a single moved cursor or colour', async () => {
    const screen = Screen.open(desk, ['apply', 'p.json', '--plain'], { NO_COLOR: '1' });
    await screen.see(/Allow service\.restart on 1 host\?\n +1\) no[^\n]*\n +2\) yes[^\n]*\nNumber \[1\]:/);
    await screen.press('7', Key.enter);
    await screen.see(/Type one number from 1 to 2\./);
    await screen.press('2', Key.enter);
    await screen.see(/Apply this plan on 1 host\?\n[\s\S]*Number \[1\]:/);
    await screen.press('2', Key.enter);
    await screen.see(/EX01 +applied/);
    expect(await screen.end()).toBe(0);
    expect(screen.raw).not.toContain('\u001b[');
  });

  it('NO_COLOR leaves the screen without colours', async () => {
    const coloured = Screen.open(desk, ['check', 'EX01', ...SESSIONS]);
    expect(await coloured.end()).toBe(2);
    const colour = /\u001b\[[\d;]*[1-9]\d*m/;
    expect(coloured.raw).toMatch(colour);
    const without = Screen.open(desk, ['check', 'EX01', ...SESSIONS], { NO_COLOR: '1' });
    expect(await without.end()).toBe(2);
    expect(without.raw).not.toMatch(colour);
    expect(without.text).toMatch(/EX01 +noncompliant/);
  });
});

describe.skipIf(screenMissing)('more than ten hosts', () => {
  it('are agreed to by typing how many they are', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `EX${index + 10}`);
    const desk = await Desk.open(Object.fromEntries(names.map((name) => [name, overTheLimit])));
    await desk.type('plan', 'all', ...SESSIONS, '-o', desk.path('p.json'));
    const screen = Screen.open(desk, ['apply', 'p.json', '--allow', 'service.restart']);
    await screen.see(/Type the number of hosts to go ahead, or no, explain/);
    await screen.press('y', 'e', 's', Key.enter);
    await screen.see(/"yes" is not the number of hosts; nothing is done/);
    await screen.press(Key.backspace, Key.backspace, Key.backspace, '1', '1', Key.enter);
    await screen.see(/11 hosts: 11 applied/);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX20')).toBe(64);
  });
});
