import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventsFact } from '../../src/model/fact.ts';
import { flappingIn } from '../../src/model/flapping.ts';

const START = Date.parse('2026-01-15T07:00:00Z');
const event = (seconds: number, text: string): EventsFact['newest'][number] => ({
  at: new Date(START + seconds * 1000).toISOString(),
  id: 26,
  provider: 'Outlook',
  properties: [text],
  message: '',
});
const fact = (newest: EventsFact['newest']): EventsFact => ({ count: newest.length, capped: false, newest });

describe('the rhythm of event 26', () => {
  it('is found, not assumed: whatever the beat, however long until it is restored, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 170 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 5, max: 30 }),
        fc.boolean(),
        (every, later, count, newestFirst) => {
          const events = Array.from({ length: count }, (_, at) => [
            event(at * every, 'Verbindung verloren'),
            event(at * every + later, 'Verbindung wiederhergestellt'),
          ]).flat();
          expect(flappingIn(fact(newestFirst ? events.toReversed() : events))).toEqual({
            count,
            everySeconds: every,
          });
        },
      ),
    );
  });

  it('survives a missed beat and a lunch break', () => {
    const times = [0, 10, 20, 40, 50, 60, 70, 3600, 3610, 3620];
    expect(flappingIn(fact(times.map((time) => event(time, 'lost'))))?.everySeconds).toBe(10);
  });

  it.each([
    ['nothing', []],
    ['three', [0, 10, 20]],
    ['a few a day', [0, 7000, 15000, 22000, 40000]],
    ['all at once', [5, 5, 5, 5, 5]],
    ['without a beat', [0, 2, 90, 94, 260, 262, 600]],
  ])('is none: %s', (_, times) => {
    expect(flappingIn(fact(times.map((time) => event(time, 'lost'))))).toBeUndefined();
  });
});
