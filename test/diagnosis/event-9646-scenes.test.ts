import { describe, expect, it } from 'vitest';
import { diagnose, hostOf } from './diagnosed.ts';
import { openScene } from './seed-hosts.ts';

const scene = async (name: string) =>
  hostOf(await diagnose(await openScene(name), 'EX02', '--symptom', '9646'), 'EX02');

/** KB842022: "determine whether the limit is reached because of potential abuse, a large additional mailbox, a bug, or its design". */
describe('event 9646, told apart by what the events say', () => {
  it('a large additional mailbox: folders and sessions of one account', async () => {
    const { causes } = await scene('event-9646-large-mailbox');
    expect(causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['large-mailbox', 'medium'],
      ['client-program', 'low'],
    ]);
    expect(causes[0]?.fixes.map(({ title }) => title)[0]).toContain('turn "Download shared folders" off');
    expect(causes[0]?.nonFixes[0]?.what).toContain('for the events of type objtFolder');
  });

  it('abuse: many accounts at once, and nobody to blame yet', async () => {
    const { causes } = await scene('event-9646-many-accounts');
    expect(causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([['client-program', 'low']]);
    expect(causes[0]?.because.join('\n')).toContain('5 accounts reached the limit');
  });

  it('looks like a large mailbox and is not: messages that a program leaves open', async () => {
    const { causes } = await scene('event-9646-messages');
    expect(causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['exchange-mapi-objects', 'medium'],
    ]);
    expect(
      causes[0]?.fixes.map(({ remedy, title }) => remedy ?? title),
      'the program before its limit',
    ).toEqual(['Find the program that opens the objects and does not close them', 'exchange-mapi-objects']);
  });
});
