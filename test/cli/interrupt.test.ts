import { describe, expect, it } from 'vitest';
import { Desk, json, overTheLimit, SESSIONS } from './desk.ts';

/** Ctrl-C, as the person means it: stop and put back what is half done; a second one drops the lines. */
describe('Ctrl-C', () => {
  const busy = async () => {
    const desk = await Desk.open({
      EX01: (state) => {
        overTheLimit(state);
        state.latencyMs = 150;
      },
      EX02: overTheLimit,
    });
    await desk.type('plan', 'all', ...SESSIONS, '-o', desk.path('p.json'));
    return desk;
  };
  const apply = (desk: Desk) =>
    desk.type(
      'apply',
      desk.path('p.json'),
      '--yes',
      '--allow',
      'service.restart',
      '--parallel',
      '1',
      '--json',
    );

  it('once: the host in progress is put back, the next is not begun, and it ends 130', async () => {
    const desk = await busy();
    const running = apply(desk);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(desk.signals.emit('SIGINT')).toBe(true);
    const said = await running;
    expect(said.exitCode).toBe(130);
    expect(said.stderr).toContain('Stopping: no further host is begun');
    const statuses = json(said).hosts.map(({ status }) => status);
    expect(statuses[1]).toBe('cancelled');
    expect(await desk.limit('EX01')).toBe(statuses[0] === 'applied' ? 64 : 32);
    expect(await desk.limit('EX02')).toBe(32);
    expect(desk.signals.listenerCount('SIGINT')).toBe(0);
  });

  it('twice: lines are dropped, the host is unfinished, and the next contact settles it', async () => {
    const desk = await busy();
    const running = apply(desk);
    await new Promise((resolve) => setTimeout(resolve, 650));
    desk.signals.emit('SIGINT');
    desk.signals.emit('SIGINT');
    const said = await running;
    expect(said.stderr).toContain('Lines dropped');
    const { run, hosts } = json(said);
    expect([4, 130]).toContain(said.exitCode);
    expect(hosts[0]?.status === 'unfinished').toBe(said.exitCode === 4);
    const back = await desk.type('rollback', String(run), '--yes', '--allow', 'service.restart');
    expect([0, 1]).toContain(back.exitCode);
    expect(await desk.limit('EX01')).toBe(32);
  });

  it('during a plan: no plan is made, and no file written', async () => {
    const desk = await busy();
    const running = desk.type('plan', 'all', ...SESSIONS, '-o', desk.path('q.json'), '--parallel', '1');
    await new Promise((resolve) => setTimeout(resolve, 250));
    desk.signals.emit('SIGINT');
    const said = await running;
    expect(said).toMatchObject({ exitCode: 130, stdout: '' });
    expect((await desk.type('apply', desk.path('q.json'), '--yes')).stderr).toContain(
      'there is no such plan file',
    );
  });
});
