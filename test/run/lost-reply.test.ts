import { beforeEach, describe, expect, it } from 'vitest';
import type { Transport } from '../../src/model/transport.ts';
import type { Fault } from '../../src/transports/simulated/state/state.ts';
import { allowAll, dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const toDword = wish(value('Dword'), dword(64));
const restart = restartOf('MSExchangeIS', toDword.resource);
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

async function applyWith(faults: Fault[], consent = allowAll, effects = [restart]) {
  const plan = await planFor(lab, [toDword], effects);
  await lab.edit('ex01', (state) => {
    state.faults = faults;
  });
  return (await applyIn(lab, plan, consent)).outcomes[0];
}

describe('a reply that is lost', () => {
  it('to keep, hides nothing: what is not in force is told as if the reply had come', async () => {
    const decline = { ...allowAll, effect: () => false, keepWithoutEffects: true };
    const outcome = await applyWith([{ verb: 'keep', fault: 'drop-after', once: true }], decline);
    expect(outcome).toMatchObject({ status: 'applied', connections: 2 });
    expect(outcome?.notInForce).toEqual([expect.stringContaining('Dword')]);
    expect(outcome?.summary).toMatch(
      /the host kept the run: 1 value set, verified; 1 value set, not in force/,
    );
  });

  it('to undo, is asked for again: restored and verified is not unfinished', async () => {
    const before = settings(await lab.state('ex01'));
    const outcome = await applyWith([
      { verb: 'set', fault: 'fail', once: true },
      { verb: 'undo', fault: 'drop-after', once: true },
    ]);
    expect(outcome).toMatchObject({ status: 'restored', connections: 2 });
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });
});

describe('a host that was asked again and again how it ended', () => {
  it('has one line at a time, and none when the run is over', async () => {
    const { simulated } = lab.context.transports;
    let open = 0;
    let most = 0;
    const counted: Transport = {
      start: async (...asked) => {
        const process = await simulated.start(...asked);
        most = Math.max(most, ++open);
        process.ended.then(() => --open);
        return process;
      },
    };
    lab.context = { ...lab.context, transports: { ...lab.context.transports, simulated: counted } };
    const faults: Fault[] = [
      { verb: 'set', fault: 'die', once: true },
      { verb: 'undo', fault: 'fail' },
    ];
    const outcome = await applyWith(faults, allowAll, []);
    expect(outcome).toMatchObject({ status: 'unfinished', connections: 4 });
    expect({ open, most }).toEqual({ open: 0, most: 1 });
  });
});

describe('values undone after their effect', () => {
  it('are restored, not in force, until the next restart', async () => {
    const outcome = await applyWith([{ verb: 'confirm', fault: 'fail', once: true }]);
    expect(outcome).toMatchObject({ status: 'restored' });
    expect(outcome?.summary).toMatch(
      /1 restored value not in force: service.restart MSExchangeIS had happened/,
    );
    expect(outcome?.notInForce).toEqual([expect.stringContaining('Dword')]);
  });

  it('are not said to be in force when that could not be learnt', async () => {
    const outcome = await applyWith([
      { verb: 'confirm', fault: 'fail', once: true },
      { verb: 'hello', nth: 2, fault: 'drop-before' },
    ]);
    expect(outcome).toMatchObject({ status: 'restored' });
    expect(outcome?.summary).toMatch(
      /whether what was restored is in force could not be learnt: setright check ex01 tells/,
    );
  });
});
