import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, json, overTheLimit, SESSIONS } from './desk.ts';

const CONSENT = ['--yes', '--allow', 'service.restart'] as const;
let desk: Desk;

beforeEach(async () => {
  desk = await Desk.open({ EX01: overTheLimit, EX02: overTheLimit });
});

/** So many Ctrl-C's once it says this. */
function interruptAt(told: string, times: number): void {
  desk.onTold = (text) => {
    if (!text.includes(told)) return;
    desk.onTold = () => {};
    for (let time = 0; time < times; time += 1) desk.signals.emit('SIGINT', 'SIGINT');
  };
}

const plan = (file: string) =>
  desk.type('plan', 'all', ...SESSIONS, '-o', desk.path(file), '--parallel', '1');

const apply = () => desk.type('apply', desk.path('p.json'), ...CONSENT, '--parallel', '1', '--json');

/** Ctrl-C, as the person means it: stop and put back what is half done; a second one drops the lines. */
describe('Ctrl-C', () => {
  it('once: the host in progress is put back, the next is not begun, and it ends 130', async () => {
    await plan('p.json');
    interruptAt('EX01: setting', 1);
    const said = await apply();
    expect(said.exitCode).toBe(130);
    expect(said.stderr).toMatch(/no further host is begun; .* put back, and finished where all is verified/);
    expect(json(said).hosts).toMatchObject([
      { status: 'restored', summary: expect.stringMatching(/^cancelled before service.restart/) },
      { status: 'cancelled', summary: 'not begun: cancelled' },
    ]);
    expect([await desk.limit('EX01'), await desk.limit('EX02')]).toEqual([32, 32]);
    expect((await desk.state('EX02')).files).toEqual([]);
    expect(desk.signals.listenerCount('SIGINT')).toBe(0);
  });

  it('once, when all is verified and the restart is done: that host is finished, the next not begun', async () => {
    await plan('p.json');
    interruptAt('EX01: confirming', 1);
    const said = await apply();
    expect(said.exitCode).toBe(130);
    expect(json(said).hosts.map(({ status }) => status)).toEqual(['applied', 'cancelled']);
    expect([await desk.limit('EX01'), await desk.limit('EX02')]).toEqual([64, 32]);
  });

  it('twice: lines are dropped at once, the host is unfinished, and the next contact settles it', async () => {
    await plan('p.json');
    interruptAt('EX01: setting', 2);
    const said = await apply();
    expect(said.exitCode).toBe(4);
    expect(said.stderr).toMatch(/Lines dropped.*setright recover/);
    const { run, hosts } = json(said);
    expect(hosts.map(({ status }) => status)).toEqual(['unfinished', 'cancelled']);
    const back = await desk.type('rollback', String(run), ...CONSENT);
    expect(back.exitCode).toBe(0);
    expect(await desk.limit('EX01')).toBe(32);
  });

  it('during a plan whose hosts have all begun: they are read to their end, and no plan is made of it', async () => {
    interruptAt('EX02: reading', 1);
    const said = await desk.type('plan', 'all', ...SESSIONS, '-o', desk.path('q.json'));
    expect(said).toMatchObject({ exitCode: 130, stdout: '' });
    expect(said.stderr).toContain('Cancelled: no plan was made.');
  });

  it('while a rollback looks at its hosts: nothing is asked, nothing taken back', async () => {
    await plan('p.json');
    expect((await apply()).exitCode).toBe(0);
    interruptAt('EX01: reading what it holds now', 1);
    const said = await desk.type('rollback', 'last', ...CONSENT);
    expect(said).toMatchObject({ exitCode: 130, stdout: '' });
    expect(said.stderr).toContain('Cancelled: nothing was changed.');
    expect(await desk.limit('EX01')).toBe(64);
  });

  it('during a plan: no plan is made, and no file written', async () => {
    interruptAt('EX01: reading', 1);
    expect(await plan('q.json')).toMatchObject({ exitCode: 130, stdout: '' });
    const said = await desk.type('apply', desk.path('q.json'), '--yes');
    expect(said.stderr).toContain('there is no such plan file');
  });
});
