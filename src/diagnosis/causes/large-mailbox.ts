import type { Fix } from '../../model/causal-chain.ts';
import { adviceFixes, type Cause, noncompliant, seen } from '../cause.ts';

/** KB842022: Outlook opens the folders of a large additional mailbox, for its own account. */
export const largeMailbox: Cause = {
  name: 'large-mailbox',
  title: 'Outlook opens a large additional mailbox folder by folder',
  explains: ['exchange-mapi-objects', 'outlook-shared-folders'],
  weigh(scene) {
    const judged = noncompliant(scene, 'exchange-mapi-sessions');
    const folders = seen(scene, 'objects-used-up').filter(({ text }) => /objtfolder/i.test(text));
    if (folders.length === 0) return undefined;
    const accounts = seen(scene, 'sessions-used-up').flatMap(({ who }) => who);
    const both = folders.filter(({ who }) => who.some((account) => accounts.includes(account)));
    return {
      confidence: both.length > 0 ? 'medium' : 'low',
      because: [
        ...folders.map(({ text }) => `${text}.`),
        ...(both.length > 0 ? ['The same account used its sessions up, too.'] : []),
      ],
      wouldChange: [
        'How many folders the additional mailboxes of this account have: above 500 it is, below 100 it hardly is.',
        '"Download shared folders" cleared for this account only, for a day: no event of its folders rules it in.',
      ],
      fixes: [
        ...adviceFixes(
          judged ?? noncompliant(scene, 'exchange-mapi-objects'),
          /Download shared folders|Find the program that opens the objects/,
        ),
        onTheClient,
      ],
      nonFixes: [
        {
          what: 'Raising "Maximum Allowed Sessions Per User" for the events of type objtFolder',
          why: 'It governs sessions only; each object type has a limit of its own (exchange-mapi-objects).',
        },
      ],
    };
  },
};

/** Names of the event stand in sentences only: who it is, a person says in the command. */
const onTheClient: Fix = {
  title: 'The same as a plan with its way back, for the computer of that user',
  command: 'setright plan <computer> --remedy outlook-shared-folders --set user=<DOMAIN\\name>',
};
