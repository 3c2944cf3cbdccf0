import { describe, expect, it } from 'vitest';
import { Desk, overTheLimit, quiet, SESSIONS } from '../cli/desk.ts';
import { Key, Screen, screenMissing } from './screen.ts';

/** Hosts at work on a live screen, and Ctrl-C while they are. */
describe.skipIf(screenMissing)('progress', () => {
  it('shows each host with its step, ticks and crosses, and leaves the cursor as it was', async () => {
    const desk = await Desk.open({
      EX01: (state) => {
        state.latencyMs = 400;
      },
      EX02: (state) => {
        state.unreachable = 'No route to host';
      },
    });
    const screen = Screen.open(desk, ['check', 'all', ...SESSIONS]);
    await screen.see(/EX01 {2}\d+ s {2}reading facts and states/);
    expect(await screen.end()).toBe(5);
    expect(screen.text).toMatch(/✔ EX01 {2}compliant/);
    expect(screen.text).toMatch(/✖ EX02 {2}unreachable/);
    expect(screen.raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.raw.lastIndexOf('\u001b[?25l'));
  });

  it('shows many hosts in one line', async () => {
    const names = Array.from({ length: 16 }, (_, index) => `EX${index + 10}`);
    const desk = await Desk.open(
      Object.fromEntries(
        names.map((name) => [
          name,
          (state: { latencyMs?: number }) => {
            state.latencyMs = 150;
          },
        ]),
      ),
    );
    const screen = Screen.open(desk, ['check', 'all', ...SESSIONS]);
    await screen.see(/of 16 hosts done; at work: EX10/);
    expect(await screen.end()).toBe(0);
    expect(screen.text).toContain('16 hosts: 16 compliant');
  });

  it('Ctrl-C says what happens now and ends 130 with nothing half done', async () => {
    const desk = await Desk.open({
      EX01: (state) => {
        overTheLimit(state);
        state.latencyMs = 300;
      },
      EX02: quiet,
    });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
    const screen = Screen.open(desk, ['apply', 'p.json', '--yes', '--allow', 'service.restart']);
    await screen.see(/EX01 {2}\d+ s {2}(comparing|writing|setting)/);
    await screen.press(Key.ctrlC);
    await screen.see(/Stopping: no further host is begun/);
    expect(await screen.end()).toBe(130);
    expect(await desk.limit('EX01')).toBe(/EX01 +applied/.test(screen.text) ? 64 : 32);
  });

  it('a terminal that closes is an interruption, not the end of the run: how it came out is written down', {
    timeout: 90_000,
  }, async () => {
    const desk = await Desk.open({
      EX01: (state) => {
        overTheLimit(state);
        state.latencyMs = 300;
      },
    });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
    const screen = Screen.open(desk, ['apply', 'p.json', '--yes', '--allow', 'service.restart']);
    await screen.see(/EX01 {2}\d+ s {2}(comparing|writing|setting)/);
    screen.close();
    const { host, end } = await endOfHost(desk);
    expect(host).toBe('EX01');
    expect(['restored', 'kept']).toContain(end);
    expect(await desk.limit('EX01')).toBe(end === 'kept' ? 64 : 32);
  });

  it('is plain lines on stderr where there is no terminal, and nothing but the result on stdout', async () => {
    const desk = await Desk.open({ EX01: quiet });
    const said = await desk.type('check', 'EX01', ...SESSIONS);
    expect(said.stderr.split('\n')).toEqual(
      expect.arrayContaining(['EX01: connecting', 'EX01: reading facts and states', 'EX01: compliant']),
    );
    expect(said.stdout).not.toContain('connecting');
  });
});

/** How the only host of the last run came out, once its journal has an end. */
async function endOfHost(desk: Desk): Promise<Record<string, unknown>> {
  const until = Date.now() + 60_000;
  for (;;) {
    const { stdout } = await desk.type('runs', 'show', 'last', '--json');
    const told = stdout === '' ? { isEnded: false, hosts: [] } : JSON.parse(stdout);
    if (told.isEnded) return told.hosts[0];
    if (Date.now() > until) throw new Error(`the run has no end:\n${stdout}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
