import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { texts } from '../conformance/cases/texts.ts';
import { speaker, WindowsLine, windowsMissing } from './windows-line.ts';

const run = `texts-${process.pid}`;
const folder = `SOFTWARE\\Setright Texts ${process.pid}`;
const of = (name: string, key = folder): Resource => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name,
  view: 64,
});
const noKey: State = { status: 'absent', missing: 'key', from: folder };
const noValue: State = { status: 'absent', missing: 'value' };

/** What a text is in a case on the other engines, here in a registry that is none of ours: as data, and, without a NUL, as a name. */
const asData = texts.map(([, text], index) => ({ resource: of(`data ${index}`), text }));
const asName = texts.flatMap(([, text], index) =>
  text === '' || text.includes('\u0000') ? [] : [{ resource: of(text), text: `name ${index}` }],
);
const changes = [...asData, ...asName].map(({ resource, text }, index) => ({
  id: `c${index}`,
  resource,
  before: index === 0 ? noKey : noValue,
  after: present({ kind: 'REG_SZ', data: text }),
}));

describe.skipIf(windowsMissing !== '')(
  `texts that readers spoil, in a real registry${windowsMissing}`,
  () => {
    let line: WindowsLine;
    const ask: WindowsLine['ask'] = (verb, body) => line.ask(verb, body);

    beforeAll(() => {
      line = new WindowsLine();
    });

    afterAll(async () => expect(await line.end()).toBe(0));

    it('come back as they were sent', async () => {
      const echo = texts.map(([, text]) => text).join('|');
      expect((await ask('hello', { speaker, echo, about: [] })).echo).toBe(echo);
    });

    it('are data and names exactly, and are undone', async () => {
      await ask('begin', { run, speaker, leaseSeconds: 60, changes });
      for (const { id, before, after } of changes)
        expect(await ask('set', { run, change: id, expect: before, want: after })).toEqual({
          found: before,
          now: after,
        });
      const resources = changes.map(({ resource }) => resource);
      expect((await ask('get', { resources })).states).toEqual(changes.map(({ after }) => after));
      const { state, changes: undone } = await ask('undo', { run });
      expect([state, new Set(undone.map(({ outcome }) => outcome))]).toEqual([
        'restored',
        new Set(['restored']),
      ]);
      expect((await ask('get', { resources })).states).toEqual(changes.map(() => noKey));
    });

    it('that differ in case only name one value', async () => {
      const cased = `${run}-case`;
      const change = {
        id: 'c',
        resource: of('Straße Ä'),
        before: noKey,
        after: present({ kind: 'REG_SZ', data: 'x' }),
      };
      await ask('begin', { run: cased, speaker, leaseSeconds: 60, changes: [change] });
      await ask('set', { run: cased, change: 'c', expect: change.before, want: change.after });
      const { states } = await ask('get', {
        resources: [of('STRASSE Ä'), of('STRAßE ä'), of('straße Ä', folder.toUpperCase())],
      });
      expect(states).toEqual([noValue, change.after, change.after]);
      expect((await ask('undo', { run: cased })).state).toBe('restored');
    });
  },
);
