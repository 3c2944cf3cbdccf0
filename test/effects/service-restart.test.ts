import { expect, test } from 'vitest';
import { effectTypes } from '../../src/effects/index.ts';
import type { EffectKind } from '../../src/model/effect.ts';

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
  const one = restart.identity({ service: 'msexchangeis', deadlineSeconds: 60 });
  expect(restart.identity({ service: 'MSExchangeIS', deadlineSeconds: 1800 })).toBe(one);
  expect(restart.identity({ service: 'MSExchangeSA', deadlineSeconds: 60 })).not.toBe(one);
});
