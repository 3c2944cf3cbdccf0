import type { Confidence, NonFix } from '../../model/causal-chain.ts';
import { adviceFixes, type Cause, noncompliant, remedyFix, type Scene, seen } from '../cause.ts';

/** KB2015877: with fifty PST files a 32-bit Outlook runs out of memory, and the CRM client in it out of connections. */
export const outlookMemory: Cause = {
  name: 'outlook-memory',
  title: 'Outlook with many PST files runs out of memory, and of connections with it (KB2015877)',
  explains: ['crm-outlook', 'outlook-pst-cache', 'wininet-connections'],
  weigh(scene) {
    const handles = seen(scene, 'outlook-handles').filter(({ host }) => host === scene.host);
    const judged = scene.judged('outlook-pst-cache');
    const many = noncompliant(scene, 'outlook-pst-cache');
    const signs = [...handles, ...seen(scene, 'out-of-memory').filter(({ host }) => host === scene.host)];
    if (!many && signs.length === 0) return undefined;
    const confidence: Confidence = many ? (signs.length > 0 ? 'high' : 'medium') : 'low';
    return {
      confidence,
      because: [
        ...signs.map(({ text }) => `${text}.`),
        ...(handles.length > 0 ? ['KB2015877 names more than 10,000 handles as the sign.'] : []),
        ...(judged?.reasons ?? []),
      ],
      wouldChange: many
        ? ['The same handles with fewer PST files open for a day: then an add-in leaks them, not the cache.']
        : ['Add-ins switched off one by one for a day each: the count that falls names the one that leaks.'],
      fixes: [
        ...remedyFix(scene, 'outlook-pst-cache'),
        ...adviceFixes(many, /./),
        ...remedyFix(scene, 'wininet-connections'),
        // Nobody was found with many PST files: what is left is where to look.
        ...(many ? [] : adviceFixes(noncompliant(scene, 'crm-outlook'), /runs out of memory/)),
        ...adviceFixes(noncompliant(scene, 'crm-outlook'), /Connections break|The server refuses/),
      ],
      nonFixes: nonFixes(scene),
    };
  },
};

function nonFixes(scene: Scene): readonly NonFix[] {
  const isSet = noncompliant(scene, 'gc-break-on-oom') !== undefined;
  const isDead = noncompliant(scene, 'misspelt-control-set') !== undefined;
  return [
    {
      what: 'GCBreakOnOOM = 2',
      why: `KB2015877 has it among its steps, for taking a dump: without a debugger it ends the program that runs out of memory.${isSet ? ' It is set here: take it away.' : ''}`,
    },
    {
      what: 'Values under HKLM\\SYSTEM\\CurrectControlSet',
      why: `That is KB2015877's own slip: nothing reads that key.${isDead ? ' Somebody wrote there: what was wanted has never been in force.' : ''}`,
    },
  ];
}
