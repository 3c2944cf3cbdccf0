import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkSightings } from '../../src/diagnosis/link-sightings.ts';
import { mechanisms } from '../../src/diagnosis/mechanisms.ts';
import type { PlacedSighting } from '../../src/model/causal-chain.ts';
import { accountIn } from '../../src/model/sighting.ts';

const sighting = (change: Partial<PlacedSighting>): PlacedSighting => ({
  id: 's',
  host: 'EX01',
  kind: 'sessions-used-up',
  text: '',
  from: '2026-01-15T07:00:00Z',
  to: '2026-01-15T07:10:00Z',
  count: 6,
  who: ['tom'],
  everySeconds: 10,
  ...change,
});
const reconnects = sighting({ id: 'r', host: 'PC07', kind: 'outlook-reconnects' });
const sessions = sighting({ id: 'x' });
const hole = sighting({
  id: 'h',
  host: '',
  kind: 'large-packets-vanish',
  who: ['192.168.20.107', '192.168.30.5'],
});
const addressesOf = (host: string) => (host === 'PC07' ? ['192.168.20.107'] : []);
const pairs = (found: readonly { from: string; to: string }[]) => found.map(({ from, to }) => from + to);

describe('a link', () => {
  it('is shown when times and people agree, and the way over a third hides the short cut', () => {
    const { links, notLinked } = linkSightings([hole, reconnects, sessions], addressesOf);
    expect(pairs(links)).toEqual(['hr', 'rx']);
    expect(notLinked).toEqual([]);
    expect(links.map(({ because }) => because).join()).toMatch(/192\.168\.20\.107, which is PC07.*of tom/);
  });

  it.each([
    ['other people', { who: ['ann'] }, /different accounts \(tom; ann\)/],
    ['another day', { from: '2026-01-13T07:00:00Z', to: '2026-01-13T07:10:00Z' }, /too far apart/],
    ['no time', { from: '', to: '' }, /no time/],
  ])('is not shown for %s, and says why', (_, change, why) => {
    const { links, notLinked } = linkSightings([reconnects, { ...sessions, ...change }], addressesOf);
    expect(links).toEqual([]);
    expect(notLinked.map((one) => one.why).join()).toMatch(why);
  });

  it('a hole between others, or a client that is lost now and then, is not linked', () => {
    const elsewhere = { ...hole, who: ['10.0.0.1', '10.0.0.2'] };
    const { everySeconds: _, ...seldom } = reconnects;
    expect(linkSightings([elsewhere, reconnects], addressesOf).links).toEqual([]);
    expect(linkSightings([hole, seldom], addressesOf).links).toEqual([]);
  });

  it('never joins what no mechanism joins, and tells of each pair at most once', () => {
    const kinds = mechanisms.flatMap(({ from, to }) => [from, to]);
    const any = fc.record({
      kind: fc.constantFrom(...kinds),
      host: fc.constantFrom('', 'EX01', 'PC07'),
      who: fc.subarray(['tom', 'ann']),
      hour: fc.integer({ min: 0, max: 2000 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (all) => {
        const placed = all.map(({ hour, ...rest }, index) => {
          const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
          return sighting({ ...rest, id: `s${index}`, from: at, to: at });
        });
        const { links, notLinked } = linkSightings(placed, addressesOf);
        const kindOf = (id: string) => placed.find((one) => one.id === id)?.kind;
        for (const { from, to } of links)
          expect(mechanisms.some((one) => one.from === kindOf(from) && one.to === kindOf(to))).toBe(true);
        const told = pairs([...links, ...notLinked]);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});

it.each([
  ['/o=First Organization/ou=Exchange/cn=Recipients/cn=Tom', 'tom'],
  ['CORP\\Tom', 'tom'],
  ['tom@corp.example', 'tom'],
  ['', ''],
])('%s is the account %s', (name, account) => expect(accountIn(name)).toBe(account));
