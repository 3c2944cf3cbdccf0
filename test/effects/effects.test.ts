import { expect, test } from 'vitest';
import { effectTypes } from '../../src/effects/index.ts';
import { type EffectKind, effectKey } from '../../src/model/effect.ts';

const restart = effectTypes['service.restart'];

test('every effect stands under its own kind', () => {
  for (const [kind, type] of Object.entries(effectTypes)) expect(type.kind).toBe(kind as EffectKind);
});

test('says what happens and how long it may take, in words that can be printed', () => {
  expect(restart.describe({ service: 'MSExchangeIS', deadlineSeconds: 1800 })).toBe(
    'restart the service MSExchangeIS (each stop and start may take 30 min; nothing is killed)',
  );
  expect(restart.describe({ service: 'A\u001b', deadlineSeconds: 90 })).toContain(
    'A\\u001b (each stop and start may take 90 s',
  );
});

test('one service is one target, however it is spelt', () => {
  const key = (service: string, deadlineSeconds: number) =>
    effectKey({ kind: 'service.restart', target: { service, deadlineSeconds } });
  expect(key('MSExchangeIS', 1800)).toBe(key('msexchangeis', 60));
  expect(key('MSExchangeSA', 60)).not.toBe(key('msexchangeis', 60));
  expect(effectKey({ kind: 'reboot', target: { delaySeconds: 60 } })).not.toBe(key('reboot', 60));
});

test('a reboot says when it happens and what is lost', () => {
  expect(effectTypes.reboot.describe({ delaySeconds: 60 })).toBe(
    'restart Windows, 60 s after it was asked for (every program ends, whatever it has not saved is lost)',
  );
});
