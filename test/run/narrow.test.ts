/** Narrow mode by itself: a second connection only where the first one stalled, and never against the inventory. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/model/diagnosis.ts';
import { StalledError, UnreachableError } from '../../src/model/errors.ts';
import type { Host, SshTransport } from '../../src/model/host.ts';
import { diagnoseHost } from '../../src/run/doctor/diagnose-host.ts';
import { explainSurvey, questionsOf } from '../../src/run/observe/explain-survey.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { Lab } from './lab.ts';

const ssh: SshTransport = {
  type: 'ssh',
  address: 'ex01',
  port: 22,
  user: 'ann',
  agent: true,
  via: [],
  executable: 'powershell.exe',
};

/** A host behind SSH that is played; `start` says what becomes of a connection in each mode. */
async function behindSsh(narrow: boolean | undefined, refuse: (isNarrow: boolean) => Error | undefined) {
  const lab = await Lab.open();
  const played = await lab.add('ex01');
  const starts: (boolean | undefined)[] = [];
  const { simulated } = lab.context.transports;
  const transport = {
    start: async (host: Host, words: readonly string[], signal: AbortSignal) => {
      const mode = host.transport.type === 'ssh' ? host.transport.narrow : undefined;
      starts.push(mode);
      const error = refuse(mode === true);
      if (error) throw error;
      return simulated.start(played, words, signal);
    },
  };
  lab.context = { ...lab.context, transports: { ...lab.context.transports, ssh: transport } };
  const host: Host = { ...played, transport: { ...ssh, ...(narrow === undefined ? {} : { narrow }) } };
  const survey = () =>
    surveyFleet(
      lab.context,
      [host],
      () => [],
      () => questionsOf([]),
    );
  const look = async () => (await survey())[0]?.outcome;
  const diagnose = async () => explainSurvey(await survey(), () => [], [], [])[0]?.causes;
  const steps = () =>
    lab.events.flatMap((event) =>
      event.kind === 'host-step' && /narrow/.test(event.step) ? [event.step] : [],
    );
  const greetings = () =>
    lab.events.flatMap((event) =>
      event.kind === 'line' && event.direction === 'sent' && /"verb":"hello"/.test(event.text)
        ? [JSON.parse(event.text)]
        : [],
    );
  const doctor = () => diagnoseHost(lab.context, host, nothing());
  return { look, starts, steps, greetings, doctor, diagnose };
}

async function* nothing(): AsyncGenerator<Check> {}

const stalls = (isNarrow: boolean) => (isNarrow ? undefined : new StalledError('ex01: stalled', 'to-host'));
const SLOW = 'slow: narrow mode, since the first exchange stalled (large packets to the host vanish)';

describe('a first exchange that stalls', () => {
  it('is begun again in narrow mode, said so, and remembered for the run', async () => {
    const { look, starts, steps, greetings } = await behindSsh(undefined, stalls);
    expect(await look()).toMatchObject({ status: 'compliant', details: [SLOW], connections: 2 });
    expect(starts).toEqual([undefined, true]);
    expect(await look()).toMatchObject({ status: 'compliant', details: [SLOW], connections: 1 });
    expect(starts).toEqual([undefined, true, true]);
    expect(steps()).toEqual([SLOW, SLOW]);
    expect(greetings().map(({ narrow }) => narrow)).toEqual([true, true]);
  });

  it('is evidence of a black hole in a diagnosis, and a line that did not stall is none', async () => {
    const { diagnose } = await behindSsh(undefined, stalls);
    expect(JSON.stringify(await diagnose())).toContain(`works with small ones: ${SLOW}`);
    const sound = await behindSsh(undefined, () => undefined);
    expect(await sound.diagnose()).toEqual([]);
  });

  it('leaves the host unreachable where the inventory forbids narrow mode', async () => {
    const { look, starts, steps } = await behindSsh(false, stalls);
    expect(await look()).toMatchObject({ status: 'unreachable', connections: 1, details: [] });
    expect(starts).toEqual([false]);
    expect(steps()).toEqual([]);
  });

  it('is tried no third time when narrow mode stalls too', async () => {
    const { look, starts } = await behindSsh(undefined, () => new StalledError('ex01: stalled', 'to-host'));
    expect(await look()).toMatchObject({ status: 'unreachable', connections: 2 });
    expect(starts).toEqual([undefined, true]);
  });
});

describe('doctor', () => {
  it('goes on in narrow mode, and says which large packets vanish in place of sending some', async () => {
    const { doctor } = await behindSsh(undefined, stalls);
    const { verdict, checks } = await doctor();
    expect(verdict).not.toBe('bad');
    const large = checks.filter(({ check }) => check.startsWith('large'));
    expect(large).toMatchObject([{ check: 'large-request', status: 'doubtful', found: SLOW }]);
  });
});

describe('a host that does not answer', () => {
  it('is asked once: nothing says that small packets would reach it', async () => {
    const { look, starts } = await behindSsh(undefined, () => new UnreachableError('ex01: dead'));
    expect(await look()).toMatchObject({ status: 'unreachable', connections: 1, details: [] });
    expect(starts).toEqual([undefined]);
  });
});

describe('the first greeting over SSH', () => {
  it('is longer than a packet both ways, unless packets are to be small', async () => {
    const wide = await behindSsh(undefined, () => undefined);
    await wide.look();
    expect(wide.greetings()[0].echo.length).toBeGreaterThan(2800);
    const narrow = await behindSsh(true, () => undefined);
    await narrow.look();
    expect(narrow.greetings()[0].echo.length).toBeLessThan(100);
    expect(narrow.starts).toEqual([true]);
  });
});
