import type { JsonObject } from '../../model/json.ts';
import type { Remedy } from '../../model/remedy.ts';
import { installRoots } from '../vocabulary/outlook-versions.ts';
import { judgeSharedFolders, sharedFolderValues } from './judge-shared-folders.ts';

/** KB842022's second cure, on the client: Outlook downloads the folders of a large additional mailbox, one object each. */
export const outlookSharedFolders: Remedy = {
  name: 'outlook-shared-folders',
  title: 'Outlook downloads the folders of additional mailboxes (DownloadSharedFolders)',
  summary:
    'Turns "Download shared folders" off for the one user that you name, for all of his Outlook profiles, where a large additional ' +
    'mailbox uses up the limits of event 9646. Without a name it changes nothing.',
  appliesTo: 'Outlook 2007 and later, on the computer of the user whom event 9646 names.',
  sources: [
    'Microsoft KB842022: clear "Download shared folders (excludes mail folders)" in Outlook 2007',
    'Office administrative template, Cached Mode: DownloadSharedFolders, all profiles',
    'Microsoft KB982697: CacheOthersMail, another switch, for shared mail folders (Outlook 2010)',
  ],
  corrections: [
    'KB842022 names a check box only. The value below Policies holds for all profiles; the same one outside of it for new profiles only.',
    'CacheOthersMail is often named for it: that is for shared mail folders, which this check box leaves out.',
    'That Outlook 2007 reads the value below Policies is not proven: look at the check box afterwards.',
  ],
  reads: 'Installed Outlook versions, profiles of users, DownloadSharedFolders of the named user.',
  changes: 'DownloadSharedFolders = 0 below Policies for the named user, while his Outlook is closed.',
  undo: 'The value, and the keys where they were made, as before.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: [],
  conflictsWith: ['a group policy for Cached Exchange Mode, which writes the value anew'],
  reversible: 'yes',
  restart: 'Outlook, by whoever uses it',
  confidence: 'unverified',
  parameters: {
    user: {
      title: 'the user whom event 9646 names, as DOMAIN\\name or SID; without one nothing is changed',
      type: 'text',
      default: '',
      why: 'Whoever has it off reads shared folders only while online: nobody but the one who needs it is to have it.',
    },
  },
  needs: () => ({ facts: { profiles: { fact: 'profiles', ask: {} } }, resources: installRoots }),
  resources: (parameters, fact) =>
    sharedFolderValues(fact('profiles', 'profiles'), userOf(parameters)).flatMap(({ untouched, stated }) =>
      untouched === undefined ? [stated.resource] : [],
    ),
  judge: (evidence) => judgeSharedFolders(evidence, userOf(evidence.parameters)),
};

/** Checked before by `readParameters`. */
const userOf = ({ user }: JsonObject): string => (typeof user === 'string' ? user : '');
