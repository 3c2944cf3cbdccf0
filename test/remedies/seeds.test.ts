import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/commands/steps/assignments.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Verdict } from '../../src/model/remedy.ts';
import { readParameters } from '../../src/remedies/index.ts';
import { surveyStateFile } from '../../src/run/observe/survey-state-file.ts';

const folder = new URL('../fixtures/seeds/', import.meta.url).pathname;

interface Scene {
  /** The cause that the text names, in the words of the remedy that finds it. */
  readonly causes: Readonly<Record<string, string>>;
  /** Titles of the advice, in order. */
  readonly advice: readonly string[];
  readonly parameters?: Readonly<Record<string, JsonObject>>;
}

const sessions = {
  find: '1. Find the program that opens the sessions',
  folders: '2. Outlook with large additional mailboxes: turn "Download shared folders" off',
  right: '3. A program under a service account: grant it "View Information Store Status"',
  raise: '4. Last: raise the limit, to the smallest value that works',
};

/** The scenes of the four texts that Setright began with, told by their own hosts. */
const scenes: Readonly<Record<string, Scene>> = {
  'many-pst-files/PC07.yaml': {
    causes: {
      'outlook-pst-cache': 'with 61 PST files: 50 and more',
      'crm-outlook': 'OUTLOOK.EXE (process 6120 of CORP\\anna) has 12873 handles',
      'misspelt-control-set': 'TcpTimedWaitDelay becomes 30 where Windows reads it',
      'gc-break-on-oom': 'programs that read the 64-bit view break',
    },
    advice: [
      'Outlook runs out of memory: fewer PST files, or the smaller cache',
      'What lasts: fewer PST files, and a 64-bit Outlook',
      'Delete the empty key by hand',
      'Is somebody waiting for the dump? Then take it first',
    ],
  },
  'vpn-reconnects/EX08.yaml': {
    causes: { 'exchange-mapi-sessions': 'follow each other every 10 s: a client that reconnects' },
    advice: Object.values(sessions),
  },
  // The event is silent, and nobody may take that for a cure: what is left of it is the event of before.
  'vpn-limit-raised/EX08.yaml': { causes: {}, advice: [] },
  'mapi-leak/EX03.yaml': {
    causes: { 'exchange-mapi-leak': 'bes (process 3000) holds 1289 MB and grows by 22 MB an hour.' },
    advice: [
      '1. The cure: Exchange Server 2003 Service Pack 2',
      '2. Relief until then: restart the program, then the Information Store',
    ],
    parameters: { 'exchange-mapi-leak': { program: 'bes' } },
  },
  'event-9646/EX04.yaml': {
    causes: {
      'exchange-mapi-sessions': 'a large additional mailbox, or desktop search over one',
      'exchange-mapi-objects': '1 event 9646 of type "objtFolder"',
      'scalable-networking': 'tcpip.sys is 5.2.3790.3959, older than 5.2.3790.4331',
    },
    advice: [
      ...Object.values(sessions),
      '1. Find the program that opens the objects and does not close them',
    ],
  },
};

describe('the scenes of the four texts', () => {
  it.each(Object.entries(scenes))(
    '%s ends with the cause that its text names, and with no other',
    async (file, scene) => {
      const assignments = catalogue().map((remedy) => ({
        remedy,
        parameters: readParameters(remedy, scene.parameters?.[remedy.name] ?? {}, file),
      }));
      const plan = await surveyStateFile(`${folder}${file}`, assignments, () => new Date());
      const sick = plan.findings.filter(
        ({ verdict }): boolean => verdict !== 'compliant' && verdict !== 'not-applicable',
      );
      expect(
        Object.fromEntries(sick.map(({ remedy, verdict }): [string, Verdict] => [remedy, verdict])),
      ).toEqual(Object.fromEntries(Object.keys(scene.causes).map((name) => [name, 'noncompliant'])));
      for (const [name, cause] of Object.entries(scene.causes))
        expect(sick.find(({ remedy }) => remedy === name)?.reasons.join('\n')).toContain(cause);
      expect(plan.advice.map(({ title }) => title)).toEqual(scene.advice);
    },
  );

  it('a check on Windows Server 2003 does not begin with a command that is not there', async () => {
    const assignments = catalogue().map((remedy) => ({
      remedy,
      parameters: readParameters(remedy, {}, 'the scene'),
    }));
    const plan = await surveyStateFile(`${folder}event-9646/EX04.yaml`, assignments, () => new Date());
    expect(plan.advice.filter(({ check }) => check.startsWith('Get-WinEvent'))).toEqual([]);
    expect(plan.advice.filter(({ check }) => check.startsWith('The Application log'))).toHaveLength(2);
  });
});
