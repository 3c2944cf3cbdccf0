import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson, mark, unmark } from '../../src/model/line.ts';
import { prelude } from '../../src/powershell/index.ts';
import { baseHost } from '../conformance/base-host.ts';
import { talkTo } from '../conformance/line-client.ts';
import { writeState } from '../conformance/patch-host.ts';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const nonce = '0123456789abcdef'.repeat(2);
const speaker = { version: '0.1.0', controller: 'c', person: 'p' };

const documents = fc
  .json({ maxDepth: 5, noUnicodeString: false })
  .map((text) => asciiJson(mark(JSON.parse(text))));

/** A document with one character left out, put in or taken for another. */
const damaged = fc
  .tuple(
    documents,
    fc.nat(),
    fc.constantFrom(
      '',
      ',',
      '}',
      ']',
      '{',
      '[',
      ':',
      '"',
      '\\',
      '=',
      '-',
      '0',
      '.',
      'e',
      ' ',
      'null',
      '\\u12',
    ),
    fc.nat(1),
  )
  .map(([text, place, sign, without]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + sign + text.slice(at + without);
  });

const isJson = (text: string): boolean => {
  try {
    unmark(JSON.parse(text, refuseInfinity));
    return true;
  } catch {
    return false;
  }
};

/** What no double holds is an infinity to JSON.parse and to PowerShell 7, an error to 5.1: the line refuses it. */
function refuseInfinity(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(String(value));
  return value;
}

/** Two readers of one language: what ours takes for JSON, and for which text, has to be what the controller writes. */
describe.skipIf(pwshMissing)(`the runtime's JSON reader${because(pwshMissing)}`, () => {
  it('takes what JSON.parse takes, refuses what it refuses, and gives every text back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'setright-json-'));
    const stateFile = join(folder, 'host.json');
    writeState(stateFile, baseHost());
    const runtime = fakeRuntime();
    const client = talkTo(startFakeWindows(stateFile, runtime), nonce, prelude(nonce, runtime));
    let n = 0;
    const answerTo = async (extra: string, echo: string): Promise<unknown> => {
      n += 1;
      client.send(
        `{"n":${n},"verb":"=hello","extra":${extra},${asciiJson(mark({ speaker, echo, about: [] })).slice(1)}`,
      );
      return unmark(JSON.parse((await client.answer()) ?? 'null'));
    };
    await fc.assert(
      fc.asyncProperty(fc.oneof(documents, damaged), fc.string({ unit: 'binary' }), async (extra, echo) => {
        const answer = await answerTo(extra, echo);
        if (isJson(`{"n":1,"extra":${extra},"z":"="}`)) expect(answer).toMatchObject({ n, reply: { echo } });
        else expect(answer).toMatchObject({ n: 0, error: { code: 'malformed' } });
      }),
      { numRuns: 300 },
    );
    client.closeStdin();
    expect(await client.ended()).toBe(5);
    rmSync(folder, { recursive: true });
  }, 60_000);
});
