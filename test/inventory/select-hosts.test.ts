import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectHosts } from '../../src/inventory/index.ts';
import { UsageError } from '../../src/model/errors.ts';
import { read } from './read.ts';

const inventory = read(`
groups:
  exchange: { transport: { user: x } }
  mailbox: { groups: [exchange] }
  edge: { groups: [exchange] }
  empty: {}
hosts:
  EX03: { groups: [mailbox] }
  EX01: { groups: [mailbox] }
  EDGE01: { groups: [edge] }
  app.corp.example: { transport: { type: local } }
`);
const select = (selectors: readonly string[], limit: readonly string[] = []) =>
  selectHosts(inventory, selectors, limit).map(({ name }) => name);

describe('what a selector matches', () => {
  test.each([
    [['EX01'], ['EX01']],
    [['ex01'], ['EX01']],
    [['EX*'], ['EX03', 'EX01']],
    [['ex0[12]'], ['EX01']],
    [['{EX03,EDGE01}'], ['EX03', 'EDGE01']],
    [['*.corp.*'], ['app.corp.example']],
    [['exchange'], ['EX03', 'EX01', 'EDGE01']],
    [['Mailbox'], ['EX03', 'EX01']],
    [['all'], ['EX03', 'EX01', 'EDGE01', 'app.corp.example']],
    [
      ['EX01', 'EX03', 'mailbox'],
      ['EX03', 'EX01'],
    ],
    [['!EX01', 'mailbox'], ['EX03']],
    [['EX01', 'all', '!mailbox', '!edge'], ['app.corp.example']],
  ])('%j', (selectors, expected) => expect(select(selectors)).toEqual(expected));

  test('a limit only takes away, and may be made of ! alone', () => {
    expect(select(['mailbox'], ['EX0*', 'edge'])).toEqual(['EX03', 'EX01']);
    expect(select(['exchange'], ['!mailbox'])).toEqual(['EDGE01']);
    expect(select(['exchange'], ['mailbox', '!EX01'])).toEqual(['EX03']);
  });
});

describe('what is never taken for all', () => {
  test.each([
    [
      [],
      [],
      /^no hosts were named; name a host, a group, .*has the groups exchange, mailbox, edge, empty and the hosts EX03/,
    ],
    [['!EX01'], [], /^only exclusions were named \(!EX01\); .* for example all !EX01$/],
    [['EX1'], [], /has no host and no group "EX1"; did you mean "EX01"/],
    [['exchagne'], [], /did you mean "exchange"\?/],
    [[''], [], /^found an empty selector, expected a host.*is a variable of the shell not set\?$/],
    [['all', '!'], [], /^found an empty selector/],
    [['\\!EX01'], [], /^found \\!EX01, with the backslash that the shell left.*quotes: '!EX01'$/],
    [['EX01,EX03'], [], /^found "EX01,EX03", expected one selector; put spaces between several/],
    [['EX01 EX03'], [], /^found "EX01 EX03", expected one selector/],
    [['al'], [], /did you mean "all"\?/],
    [['nothing-like-it'], [], /has no host and no group "nothing-like-it"; it has the groups/],
    [['SQL*'], [], /^no host of .* matches "SQL\*"; globs are compared with host names$/],
    [['exch*'], [], /^no host of .* matches "exch\*"/],
    [['empty'], [], /^the group empty has no hosts/],
    [['all', '!EX1'], [], /has no host and no group "EX1"/],
    [['all', '!EX9*'], [], /matches "EX9\*"/],
    [['EX01', '!EX01'], [], /^the selection EX01 !EX01 is empty/],
    [['EX01'], ['EX03'], /^nothing is left of the selection EX01 within --limit EX03/],
    [['EX01'], ['EX1'], /has no host and no group "EX1"/],
    [[], ['EX01'], /^no hosts were named/],
  ] as [string[], string[], RegExp][])('%j limited to %j', (selectors, limit, message) => {
    expect(() => select(selectors, limit)).toThrow(UsageError);
    expect(() => select(selectors, limit)).toThrow(message);
  });
});

describe('the laws of selection', () => {
  const names = inventory.hosts.map(({ name }) => name);
  const term = fc.constantFrom(...names, 'exchange', 'mailbox', 'edge', 'all', 'EX*', '*0?');
  const terms = fc.array(term, { minLength: 1, maxLength: 4 });
  /** Empty where the selection is refused for being empty. */
  const selected = (selectors: readonly string[], limit: readonly string[] = []) => {
    try {
      return select(selectors, limit);
    } catch (error) {
      if (error instanceof UsageError) return [];
      throw error;
    }
  };

  test('exclusion wins wherever it stands', () => {
    fc.assert(
      fc.property(terms, terms, fc.nat(), (wanted, spared, seed) => {
        const excluded = spared.map((name) => `!${name}`);
        const at = seed % (wanted.length + 1);
        const mixed = [...wanted.slice(0, at), ...excluded, ...wanted.slice(at)];
        const out = new Set(select(spared));
        expect(selected(mixed)).toEqual(select(wanted).filter((name) => !out.has(name)));
      }),
    );
  });

  test('a limit is an intersection', () => {
    fc.assert(
      fc.property(terms, terms, (wanted, limit) => {
        const within = new Set(select(limit));
        expect(selected(wanted, limit)).toEqual(select(wanted).filter((name) => within.has(name)));
      }),
    );
  });

  test('the order is the inventory’s, each host once, whatever was said how often', () => {
    fc.assert(
      fc.property(terms, (wanted) => {
        const found = select([...wanted, ...wanted].reverse());
        expect(found).toEqual(names.filter((name) => found.includes(name)));
        expect(found).toEqual(select(wanted));
      }),
    );
  });

  test('saying more never selects less', () => {
    fc.assert(
      fc.property(terms, terms, (some, more) => {
        expect(select([...some, ...more])).toEqual(expect.arrayContaining(select(some)));
      }),
    );
  });
});
