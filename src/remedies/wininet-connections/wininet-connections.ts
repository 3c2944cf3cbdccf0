import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { browserVersions, crmClients, judgeConnections, limitValues } from './judge-connections.ts';

/** KB2015877's secondary cure: WinINet allows too few connections to a server. */
export const wininetConnections: Remedy = {
  name: 'wininet-connections',
  title: 'The CRM client waits for connections: WinINet allows two or four to a server',
  summary:
    'Raises the number of connections that WinINet opens to one server, for each user, where an Internet Explorer before 8 allows too few ' +
    'for the CRM client; takes values away that hold a newer one below the six it allows by itself.',
  appliesTo:
    'Users of a computer with the CRM client: Internet Explorer 7 or earlier, and limits of a user on any later one.',
  sources: [
    'Microsoft KB2015877: "not having enough open WinInet Connections"',
    'Microsoft KB183110: WinInet limits connections per server (MaxConnectionsPerServer, MaxConnectionsPer1_0Server)',
    'Microsoft, "AJAX: Connectivity Enhancements in Internet Explorer 8": six connections by default',
  ],
  corrections: [
    'KB2015877 names neither values nor numbers, only a "FixIt" that is gone: the names are those of KB183110, ten is what the field uses.',
    'KB2015877 does not say that Internet Explorer 8 and later allow six already: there nothing is raised.',
  ],
  reads: 'The version of Internet Explorer, whether a CRM client is installed, both limits of each user.',
  changes: 'MaxConnectionsPerServer and MaxConnectionsPer1_0Server of each user, set or taken away.',
  undo: 'The values as they were, user by user.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: ['Internet Explorer 8 and later'],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'the programs that use WinINet, by whoever uses them',
  confidence: 'field',
  parameters: {
    connections: {
      title: 'connections to one server',
      type: 'integer',
      default: 10,
      minimum: 6,
      maximum: 32,
      why: 'Six is what newer versions allow, ten what the field uses; every program of the user opens so many then.',
    },
  },
  needs: () => ({
    facts: { profiles: { fact: 'profiles', ask: {} } },
    resources: [...browserVersions, ...crmClients],
  }),
  resources: (_parameters, fact) =>
    limitValues(fact('profiles', 'profiles')).flatMap(({ untouched, stated }) =>
      untouched === undefined ? [stated.resource] : [],
    ),
  judge: (evidence) => judgeConnections(evidence, numberOf(evidence.parameters, 'connections')),
};
