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

/** What it says on stderr, and how it ends by itself. */
interface Elsewhere {
  readonly stderr: PassThrough;
  end(exitCode: number): void;
}
type Answer = (line: string, nonce: string, out: PassThrough, elsewhere: Elsewhere) => void;

/** A "PowerShell" that says whatever it likes: `answer` gets each line it was sent, after the prelude, with the session's nonce. */
function hostile(answer: Answer): PowerShellProcess {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  let heard = '';
  const stdin = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      heard += chunk.toString('latin1');
      const [nonce = '', length = '0'] = heard.split('\n', 2);
      const rest = heard.slice(nonce.length + length.length + 2 + Number(length) + 1);
      for (const line of rest.split('\n').slice(0, -1))
        answer(line, nonce, stdout, {
          stderr,
          end: (exitCode) => setImmediate(resolve, { exitCode, why: `exit code ${exitCode}` }),
        });
      done();
    },
  });
  const destroy = () => {
    stdout.end();
    resolve({ exitCode: undefined, why: 'the line was dropped' });
  };
  return { stdin, stdout, stderr, ended, hostKey: '', destroy };
}

async function survey(answer: Answer) {
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
  it.each<[string, Answer, RegExp, string]>([
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
      'reports progress without end',
      (_l, n, out) => out.write(frame(n, { n: 1, progress: { step: 'busy', seconds: 1 } }).repeat(25_000)),
      /reported progress without end instead of answering hello/,
      'unknown',
    ],
    [
      'tells a novel for progress',
      (_l, n, out) => out.write(frame(n, { n: 1, progress: { step: 'x'.repeat(3_000), seconds: 1 } })),
      /no known shape/,
      'unknown',
    ],
    [
      'gives notice and never answers',
      (_l, n, out) => out.write(frame(n, { n: 0, notice: { undone: null } })),
      /silence for 1 s.*`setright doctor evil` looks where it stops/,
      'unreachable',
    ],
    [
      'refuses with a screen of its own',
      (_l, _n, out, { end }) => {
        out.write(`<<R1:>>${asciiJson(mark({ refused: 'version', found: '2\u001b[2J'.repeat(100) }))}<<>>\n`);
        end(30);
      },
      /its PowerShell is 2\\u001b\[2J/,
      'unknown',
    ],
    [
      'ends with 30 and says nothing',
      (_l, _n, _o, { end }) => end(30),
      /exit code 30\. It cannot be served, and the reason did not arrive/,
      'unreachable',
    ],
    [
      'ends with 31',
      (_l, _n, _o, { end }) => end(31),
      /exit code 31\. What it was sent did not all arrive/,
      'unreachable',
    ],
    [
      'ends with 32',
      (_l, _n, _o, { end, stderr }) => {
        stderr.write('a type of ours is missing.\n');
        setImmediate(end, 32);
      },
      /exit code 32; it said: a type of ours is missing\. That is a fault of Setright on this host: please report it/,
      'unreachable',
    ],
    [
      'ends with a code of its own',
      (_l, _n, _o, { end }) => end(3),
      /exit code 3\. It never answered: is the executable right\? `setright doctor evil`/,
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

  it('fills no log, however much it says on stdout and stderr', async () => {
    await survey((_line, _nonce, out, { stderr }) => {
      for (let at = 0; at < 100; at++) {
        out.write(`${'noise '.repeat(10_000)}\n`);
        stderr.write(`${'error '.repeat(10_000)}\n`);
      }
    });
    const logged = lab.events.filter((event) => event.kind === 'line' && event.host === 'evil');
    expect(logged.map((event) => (event.kind === 'line' ? event.direction : ''))).toEqual(
      expect.arrayContaining(['noise', 'stderr']),
    );
    expect(JSON.stringify(logged).length).toBeLessThan(200_000);
  });

  it('reaches nothing of ours by the names of its members', async () => {
    const evil = await survey((_line, nonce, out) =>
      out.write(
        frame(nonce, { n: 1, reply: { harmless: 1 } }).replace(
          '"harmless":1',
          '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}',
        ),
      ),
    );
    expect(evil?.summary).toMatch(/the reply to hello is not of the shape of this protocol/);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
