import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { installRoots } from '../vocabulary/outlook-versions.ts';
import { cacheValues, judgeCache } from './judge-cache.ts';

/** KB2015877's first cure: Outlook runs out of memory with many PST files. */
export const outlookPstCache: Remedy = {
  name: 'outlook-pst-cache',
  title: 'Outlook with many PST files runs out of memory and loses its connections (UseLegacyCacheSize)',
  summary:
    'Counts the PST files that each signed-in user has open in Outlook profiles, and gives Outlook 2003, 2007 and 2010 the smaller ' +
    'cache of earlier versions for those who have many. Outlook has to be closed; until then the change waits.',
  appliesTo:
    'Outlook 2003 (11.0), 2007 (12.0) and 2010 (14.0), each user for himself; later ones do not read the value.',
  sources: ['Microsoft KB2015877: Out of memory and network disconnections with many PST files loaded'],
  corrections: [
    'KB2015877 names Outlook 2003 and 2007 as the cause and gives steps for 2010, too; that 2010 reads the value is not proven.',
    'KB2015877 has each user edit HKEY_CURRENT_USER: for an administrator that is the hive of somebody else.',
    'KB2015877 says "50 or more" in passing only: here it is what decides.',
  ],
  reads:
    'Installed Outlook versions, profiles of users, PST files in the Outlook profiles of those who are signed in, UseLegacyCacheSize.',
  changes: 'UseLegacyCacheSize = 1 for each user with many PST files, while his Outlook is closed.',
  undo: 'The value, and the key where it was made, as before, user by user.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: ['Outlook 2013 and later'],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'Outlook, by whoever uses it',
  confidence: 'documented',
  parameters: {
    files: {
      title: 'from how many PST files on',
      type: 'integer',
      default: 50,
      minimum: 1,
      maximum: 1000,
      why: 'KB2015877: "typically only seen with 50 or more PST files loaded".',
    },
  },
  needs: () => ({
    facts: {
      profiles: { fact: 'profiles', ask: {} },
      'data files': { fact: 'outlook-data-files', ask: {} },
    },
    resources: installRoots,
  }),
  resources: (_parameters, fact) =>
    cacheValues(fact('profiles', 'profiles')).flatMap(({ untouched, stated }) =>
      untouched === undefined ? [stated.resource] : [],
    ),
  judge: (evidence) => judgeCache(evidence, numberOf(evidence.parameters, 'files')),
};
