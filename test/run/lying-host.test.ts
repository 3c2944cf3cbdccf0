import { Transform } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const toDword = wish(value('Dword'), dword(64));
const restart = restartOf('MSExchangeIS', toDword.resource);
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

/** The host's replies pass through `edit` on their way, each with how many of its kind (told by `kind`) came before it. */
function tell(kind: RegExp, edit: (reply: string, before: number) => string): void {
  const { transports } = lab.context;
  const simulated: typeof simulatedTransport = {
    async start(...asked) {
      const process = await simulatedTransport.start(...asked);
      let before = 0;
      const stdout = new Transform({
        transform: (chunk, _encoding, done) => {
          const text = String(chunk);
          done(null, kind.test(text) ? edit(text, before++) : text);
        },
      });
      process.stdout.pipe(stdout);
      return { ...process, stdout };
    },
  };
  lab.context = { ...lab.context, transports: { ...transports, simulated } };
}

/** What a host says of its own work is compared, not believed; whatever does not fit is undone. */
describe('a host that says it did, and shows otherwise,', () => {
  it.each<[string, RegExp, (reply: string, before: number) => string, RegExp]>([
    [
      'of a value',
      /"found":.*"now":/,
      (reply) => reply.replace(/("now":.*"data":)64/, '$165'),
      /^HKLM\\SOFTWARE\\Setright Test "Dword" does not hold what was set; restored and verified/,
    ],
    [
      'of what ran before a restart',
      /"after":\[/,
      (reply) => reply.replace(/("after":\[.*)"=running"/, '$1"=stopped"'),
      /^after service\.restart MSExchangeIS not as before: \w+; restored and verified/,
    ],
    [
      'of a value after a restart: the service wrote its own',
      /"states":\[/,
      (reply, before) => (before === 2 ? reply.replace('"data":64', '"data":63') : reply),
      /^HKLM\\SOFTWARE\\Setright Test "Dword" reads REG_DWORD 63 .* after it was set.*; restored and verified/,
    ],
  ])('%s, is put back', async (_what, kind, edit, told) => {
    const plan = await planFor(lab, [toDword], [restart]);
    const before = settings(await lab.state('ex01'));
    tell(kind, edit);
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(outcomes[0]?.summary).toMatch(told);
    expect(exitCode).toBe(3);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });
});
