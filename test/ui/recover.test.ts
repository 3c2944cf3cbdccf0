import { beforeEach, describe, expect, it } from 'vitest';
import { cutRunOff } from '../cli/cut-run-off.ts';
import { Desk, json, overTheLimit, SESSIONS } from '../cli/desk.ts';
import { Key, Screen, screenMissing } from './screen.ts';

/** `setright recover` asks once, after it has shown what it found; Enter alone changes nothing. */
describe.skipIf(screenMissing)('recover', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ EX01: overTheLimit });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
    const words = ['apply', desk.path('p.json'), '--yes', '--keep-without-effects', '--json'];
    await cutRunOff(desk, 'EX01', String(json(await desk.type(...words)).run));
  });

  const recover = async (...words: readonly string[]) => {
    const screen = Screen.open(desk, ['recover', 'EX01', ...words]);
    await screen.see(/unfinished[\s\S]*holds what[\s\S]*Settle this on 1 host\?[\s\S]*no, change nothing/);
    return screen;
  };

  it('no is the first answer', async () => {
    const screen = await recover();
    await screen.press(Key.enter);
    await screen.see(/Nothing was changed/);
    expect(await screen.end()).toBe(130);
    expect(await desk.limit('EX01')).toBe(64);
  });

  it('undoes', async () => {
    const screen = await recover();
    await screen.press(Key.down, Key.enter);
    await screen.see(/EX01 +recovered/);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX01')).toBe(32);
  });

  it('--keep leaves no other choice but to keep, or nothing', async () => {
    const screen = await recover('--keep');
    expect(screen.text).not.toContain('undo: take back');
    await screen.press(Key.down, Key.enter);
    await screen.see(/EX01 +recovered/);
    expect(await screen.end()).toBe(0);
    expect(await desk.limit('EX01')).toBe(64);
  });
});
