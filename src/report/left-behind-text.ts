import { printable } from '../model/printable.ts';
import type { Resource } from '../model/resource.ts';
import { deadMountText } from '../run/connect/hives.ts';
import type { FoundChange, FoundHost, FoundRun, Standing } from '../run/recover/look-host.ts';
import { typeOf } from '../run/tables.ts';
import type { Look, Tone } from './look.ts';
import { indented } from './wrap.ts';

const standings: Readonly<Record<Standing, string>> = {
  ours: 'holds what the run wrote',
  before: 'reads as before the run',
  else: 'holds something else',
  unreadable: 'cannot be read',
};

const states: Readonly<Record<FoundRun['state'], readonly [Tone, string]>> = {
  open: ['bad', 'unfinished'],
  stuck: ['bad', 'stuck'],
  unreadable: ['bad', 'its record cannot be read'],
  kept: ['good', 'ended by itself: kept'],
  restored: ['good', 'ended by itself: restored'],
  missing: ['good', 'wrote nothing here'],
};

/** What earlier runs left on hosts and what it holds now; never a value, for nobody here knows which are sensitive. */
export const leftBehindText = (found: readonly FoundHost[], look: Look): string =>
  found.map((host) => hostText(host, look)).join('\n\n');

function hostText({ host, lock, runs, hives }: FoundHost, look: Look): string {
  const line = (text: string, indent: number) => indented(printable(text), look.width, indent, 2);
  return [
    look.paint('bold', printable(host)),
    ...runs.flatMap((run) => {
      const [tone, text] = states[run.state];
      return [
        line(`${text}: run ${run.run}${byWhom(run)}`, 2).replace(text, (said) => look.paint(tone, said)),
        ...run.changes.map((change) => line(changeText(change), 4)),
      ];
    }),
    ...(lock
      ? [
          line(
            `locked by run ${lock.run || '(unreadable)'}${byWhom(lock)}${lock.alive ? ', at work now' : ', of which nothing runs any more'}`,
            2,
          ),
        ]
      : []),
    ...hives.map((hive) => line(deadMountText(hive), 2)),
  ].join('\n');
}

const byWhom = ({ person, controller, at }: { person: string; controller: string; at: string }): string =>
  person === '' ? '' : ` of ${person} at ${controller}, ${at}`;

function changeText({ id, resource, standing, last }: FoundChange): string {
  const begun = last === null ? ' (never begun)' : '';
  return `${id} ${describe(resource)} ${standings[standing]}${begun}`;
}

const describe = (resource: Resource): string => typeOf(resource).describe(resource);
