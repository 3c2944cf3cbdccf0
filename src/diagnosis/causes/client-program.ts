import { FLAPS_WITHIN_SECONDS } from '../../model/rhythm.ts';
import { adviceFixes, type Cause, noncompliant, remedyFix, seen } from '../cause.ts';

/** KB842022: a client program's bug, its design, or abuse. What is left when nothing else explains the sessions. */
export const clientProgram: Cause = {
  name: 'client-program',
  title: 'A program opens more MAPI sessions than it should: a bug, its design, or abuse',
  explains: ['exchange-mapi-sessions'],
  weigh(scene) {
    const judged = noncompliant(scene, 'exchange-mapi-sessions');
    const sessions = seen(scene, 'sessions-used-up').filter(({ host }) => host === scene.host);
    if (!judged || sessions.length === 0) return undefined;
    const accounts = new Set(sessions.flatMap(({ who }) => who));
    const isReconnect = sessions.every(
      ({ everySeconds }) => everySeconds !== undefined && everySeconds <= FLAPS_WITHIN_SECONDS,
    );
    const isOfFolders = seen(scene, 'objects-used-up').some(({ who }) =>
      who.some((one) => accounts.has(one)),
    );
    const isOne = accounts.size === 1;
    return {
      confidence: isOne && !isReconnect && !isOfFolders ? 'medium' : 'low',
      because: [
        ...sessions.map(({ text }) => `${text}.`),
        isOne
          ? 'All are of one account: one program or one Outlook profile, not the load of many.'
          : `${accounts.size} accounts reached the limit: what their clients have in common is to be found, a program, a search, a firewall that hides many behind one.`,
        ...(isReconnect
          ? ['Against it: the rhythm is that of a client that reconnects, not of one that needs more.']
          : []),
      ],
      wouldChange: [
        'Which program holds the sessions (the first fix shows how): one that never closes them makes it sure.',
        `Event 26 of Outlook at the clients: ${scene.lookCommand} <client>. A client that is cut off again and again speaks against it.`,
      ],
      fixes: [
        ...adviceFixes(judged, /Find the program|View Information Store Status/),
        ...(isReconnect ? [] : remedyFix(scene, 'exchange-mapi-sessions')),
      ],
      nonFixes: [
        {
          what: '"Disable Session Limit"',
          why: 'Microsoft describes it in two opposite ways; without a limit one program can take the whole server.',
        },
        ...(scene.judged('scalable-networking')?.verdict === 'not-applicable'
          ? [
              {
                what: 'The values of KB936594 (EnableRSS, EnableTCPChimney, EnableTCPA = 0)',
                why: 'They are for Windows Server 2003 SP2 only; RSS off harms a newer Windows.',
              },
            ]
          : []),
      ],
    };
  },
};
