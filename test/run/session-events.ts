import type { HostState } from '../../src/transports/simulated/state/state.ts';

/** An Exchange server whose users run out of sessions. */
export function withSessionEvents(state: HostState): void {
  for (const minute of [1, 2, 3])
    state.events.push({
      log: 'Application',
      provider: 'MSExchangeIS',
      id: 9646,
      at: `2026-01-15T07:0${minute}:00Z`,
      properties: ['/o=Org/ou=AG/cn=Recipients/cn=ann', '32', 'session'],
      message:
        'Closing Mapi session "/o=Org/ou=AG/cn=Recipients/cn=ann" because it exceeded the maximum of 32 objects of type "session".',
    });
}
