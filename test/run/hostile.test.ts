import { PassThrough, Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { asciiJson, mark } from '../../src/model/line.ts';
import type { PowerShellProcess, ProcessEnd } from '../../src/model/transport.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { dword, Lab, value, wanting, wish } from './lab.ts';

const assignments = wanting([wish(value('Dword'), dword(64))]);
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('good');
  await lab.add('evil');
});

/** A "PowerShell" that says whatever it likes: `answer` gets each line it was sent, after the prelude, with the session's nonce. */
function hostile(answer: (line: string, nonce: string, out: PassThrough) => void): PowerShellProcess {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  let heard = '';
  const stdin = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      heard += chunk.toString('latin1');
      const [nonce = '', length = '0'] = heard.split('\n', 2);
      const rest = heard.slice(nonce.length + length.length + 2 + Number(length) + 1);
      for (const line of rest.split('\n').slice(0, -1)) answer(line, nonce, stdout);
      done();
    },
  });
  const destroy = () => {
    stdout.end();
    resolve({ exitCode: undefined, why: 'the line was dropped' });
  };
  return { stdin, stdout, stderr, ended, hostKey: '', destroy };
}

async function survey(answer: Parameters<typeof hostile>[0]) {
  const { transports } = lab.context;
  lab.context = {
    ...lab.context,
    limits: { ...lab.context.limits, silenceSeconds: 1 },
    transports: {
      ...transports,
      simulated: {
        start: (host, args, signal) =>
          host.name === 'evil'
            ? Promise.resolve(hostile(answer))
            : transports.simulated.start(host, args, signal),
      },
    },
  };
  const surveyed = await surveyFleet(lab.context, [...lab.hosts.values()], () => assignments);
  const [good, evil] = surveyed.map(({ outcome }) => outcome);
  expect(good).toMatchObject({ host: 'good', status: 'differs' });
  return evil;
}

const frame = (nonce: string, value_: unknown) => `<<R1:${nonce}>>${asciiJson(mark(value_))}<<${nonce}>>\n`;

describe('a hostile host harms only its own row', () => {
  it.each<[string, Parameters<typeof hostile>[0], RegExp, string]>([
    ['says nothing', () => {}, /silence for 1 s while waiting for hello/, 'unreachable'],
    ['floods', (_l, _n, out) => out.write('x'.repeat(20_000_000)), /silence/, 'unreachable'],
    [
      'sends a frame without an end',
      (_l, n, out) => {
        out.write(`<<R1:${n}>>`);
        out.write('x'.repeat(9_000_000));
      },
      /too large/,
      'unknown',
    ],
    ['sends garbage in a frame', (_l, n, out) => out.write(`<<R1:${n}>>{"n":1,<<${n}>>\n`), /./, 'unknown'],
    [
      'answers a request never asked',
      (_l, n, out) => out.write(frame(n, { n: 7, reply: {} })),
      /out of turn \(request 7\)/,
      'unknown',
    ],
    [
      'answers in the wrong shape',
      (_l, n, out) => out.write(frame(n, { n: 1, reply: { machine: 7 } })),
      /shape/,
      'unknown',
    ],
    [
      'reports progress and then nothing',
      (_l, n, out) => out.write(frame(n, { n: 1, progress: { step: 'busy', seconds: 1 } })),
      /silence for 1 s while waiting for hello/,
      'unreachable',
    ],
    [
      'nests without end',
      (_l, n, out) => out.write(`<<R1:${n}>>${'['.repeat(100_000)}<<${n}>>\n`),
      /./,
      'unknown',
    ],
    [
      'moves the cursor in its error',
      (_l, n, out) =>
        out.write(frame(n, { n: 1, error: { code: 'internal', message: '\u001b[2Jgone\u202e', data: {} } })),
      /\\u001b\[2Jgone\\u202e/,
      'unknown',
    ],
  ])('when it %s', async (_what, answer, message, status) => {
    const evil = await survey(answer);
    expect(evil?.summary).toMatch(message);
    expect(evil?.status).toBe(status);
    expect(evil?.summary.length).toBeLessThan(3_000);
  });

  it('never gets to use the nonce of another session', async () => {
    const evil = await survey((_line, nonce, out) => {
      out.write(frame('0'.repeat(32), { n: 1, reply: {} }));
      out.write(
        `noise before ${frame(nonce, { n: 1, error: { code: 'internal', message: 'heard', data: {} } })}`,
      );
    });
    expect(evil?.summary).toBe('heard');
  });
});
