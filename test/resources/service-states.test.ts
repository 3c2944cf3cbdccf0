import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { present, type State } from '../../src/model/state.ts';
import { resourceType, resourceTypes } from '../../src/resources/index.ts';
import { respelt } from './arbitrary.ts';

const { 'service-status': status, 'service-start-type': startType } = resourceTypes;
const spooler = { kind: 'service-status', service: 'Spooler' } as const;
const start = { kind: 'service-start-type', service: 'Spooler' } as const;
const noService: State = { status: 'absent', missing: 'service' };

test('the table gives each kind its own entry', () => {
  for (const resource of [spooler, start]) expect(resourceType(resource).kind).toBe(resource.kind);
});

test('a service has one identity however it is spelt', () => {
  fc.assert(
    fc.property(respelt('MSExchangeIS'), (service) => {
      const identity = status.identity({ ...spooler, service });
      expect(identity).toBe(status.identity({ ...spooler, service: 'msexchangeis' }));
      expect(identity).not.toBe(status.identity(spooler));
    }),
  );
});

test('a change of the same service is what is read next, another one is not', () => {
  const earlier = { resource: { ...spooler, service: 'SPOOLER' }, after: present('running') };
  expect(status.after(spooler, present('stopped'), earlier)).toEqual(present('running'));
  expect(status.after({ ...spooler, service: 'W32Time' }, present('stopped'), earlier)).toEqual(
    present('stopped'),
  );
});

describe('what can be set', () => {
  test.each(['running', 'stopped'])('status %s', (wanted) => {
    expect(status.refuse(spooler, present(wanted))).toBeUndefined();
  });
  test.each(['auto', 'delayed', 'manual', 'disabled'])('start type %s', (wanted) => {
    expect(startType.refuse(start, present(wanted))).toBeUndefined();
  });
  test.each([present('paused'), present('stop-pending'), present(1), noService])('not status %j', (want) => {
    expect(status.refuse(spooler, want)).toMatch(/running or stopped/);
  });
  test.each([present('boot'), present('system'), present('toString'), noService])(
    'not start type %j',
    (want) => {
      expect(startType.refuse(start, want)).toMatch(/starts/);
    },
  );
  test.each(['', ' ', 'a\\b', 'a/b', 'x'.repeat(257)])('not of a service named %j', (service) => {
    expect(status.refuse({ ...spooler, service }, present('running'))).toMatch(/service/);
    expect(startType.refuse({ ...start, service }, present('auto'))).toMatch(/service/);
  });
});

test('a delayed start is automatic on the way, and only then', () => {
  expect(startType.between(start, present('manual'), present('delayed'))).toEqual([present('auto')]);
  expect(startType.between(start, present('auto'), present('delayed'))).toEqual([]);
  expect(startType.between(start, present('manual'), present('disabled'))).toEqual([]);
});

test.each([
  [present('delayed'), 'automatic (delayed start)'],
  [present('boot'), 'boot (a driver)'],
  [noService, 'no such service'],
  [{ status: 'unreadable', why: '\u0007' }, 'could not be read: \\u0007'],
] as [State, string][])('a start type is shown as Windows calls it: %j', (state, shown) => {
  expect(startType.describeState(state)).toBe(shown);
});
