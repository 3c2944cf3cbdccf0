import type { Signature } from '../../model/signatures.ts';

/** The eight of KB2015877, each by what no other message says; `points`: what it is a sign of. */
export const signatures: readonly {
  readonly title: string;
  readonly parts: Signature;
  readonly points: 'memory' | 'connections' | 'account';
}[] = [
  {
    title: "the add-in could not set the user's language (HR=0x8007000e: out of memory)",
    parts: ['HR=0x8007000e', 'CEnableState::Activate'],
    points: 'memory',
  },
  {
    title: 'CRM messages could not be tagged (HR=0x80131534)',
    parts: ['HR=0x80131534', 'CEmailTagger::Run'],
    points: 'memory',
  },
  {
    title: 'the server answered 401 Unauthorized',
    parts: ['outlook interop', 'The request failed with HTTP status 401: Unauthorized'],
    points: 'account',
  },
  {
    title: 'a resource was not found (301)',
    parts: ['outlook interop', 'Microsoft.Crm.CrmException: Resource not found(301)'],
    points: 'account',
  },
  {
    title: 'a connection was aborted by software on this computer',
    parts: ['outlook interop', 'An established connection was aborted by the software in your host machine'],
    points: 'connections',
  },
  {
    title: 'the server was unreachable',
    parts: ['outlook interop', 'A socket operation was attempted to an unreachable host'],
    points: 'connections',
  },
  {
    title: 'the server was unreachable while the user was looked up',
    parts: [
      'Exception when trying to check if the user is authenticated',
      'A socket operation was attempted to an unreachable host',
    ],
    points: 'connections',
  },
  {
    title: 'metadata could not be loaded: out of memory',
    parts: ['LoadMetadataForRichClient() got exception: System.OutOfMemoryException'],
    points: 'memory',
  },
];
