import type { Question } from '../../model/fact.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { type Asked, FAMILIES, judgeWay, trialMtu } from './judge-way.ts';

/** Of the newest events so many are looked at for a rhythm. */
const NEWEST = 200;

/** Event 26 every ten seconds, small mail crosses and large does not: a router of the VPN swallows packets without a word. */
export const vpnBlackHole: Remedy = {
  name: 'vpn-black-hole',
  title: 'Connections over a VPN stall: a router swallows large packets (event 26 of Outlook)',
  summary:
    'Finds the largest packet that crosses to a peer, tells a black hole from filtered pings, loss and a router that speaks, and gives the ' +
    'lines for both routers; on request tries a smaller MTU on one interface, under guard and until the next boot.',
  appliesTo: 'Windows Server 2012, Windows 8 and later.',
  sources: [
    'Microsoft KB314825, KB159211, KB925280: path MTU black hole routers',
    'RFC 1191, RFC 8201: path MTU discovery; RFC 2923: TCP problems with it',
    'Microsoft Learn: default MTU size for different network topologies',
  ],
  corrections: [
    'MTU and ping payload are 28 bytes apart (IPv6 48): 1464 in ping -f -l is an MTU of 1492.',
    '1492 fits PPPoE; a VPN over it needs less. The size is measured, not copied.',
    'EnablePMTUDiscovery=0 makes every packet 576 bytes: never the fix. Detection of black holes is on since Windows Vista and only helps after retransmissions.',
    'A large file copied well proves nothing: SMB may use another path, another size, or fragments.',
  ],
  reads: "Pings with Don't Fragment to the peer (IPv4, IPv6), event 26 of Outlook, the MTU of the interface.",
  changes:
    'With trial: the MTU in force of one interface, not the persistent one. Advice for the routers, of whose lines only those for nftables were tried.',
  undo: 'The MTU as it was, exactly; the next boot does it too.',
  testedOn: [
    'simulated host',
    'PowerShell 7 with Windows faked',
    'PowerShell 7 on Linux between two routers (pings)',
  ],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'none',
  confidence: 'documented',
  parameters: {
    peer: {
      title: 'who large packets do not reach: a name or an address',
      type: 'address',
      why: 'The path to the Exchange server is another than the path to the internet.',
    },
    trial: {
      title: 'index of the interface whose MTU may be lowered as a trial; 0 for none',
      type: 'integer',
      default: 0,
      minimum: 0,
      maximum: 65_535,
      why: 'A host with a smaller MTU only helps itself; the routers are what is to be put right.',
    },
    hours: {
      title: 'how far back events count, in hours',
      type: 'integer',
      default: 24,
      minimum: 1,
      maximum: 720,
      why: "A day holds enough for a rhythm, and not last week's.",
    },
  },
  needs: (parameters) => {
    const { peer, trial, hours } = asked(parameters);
    const paths = FAMILIES.map((family): readonly [string, Question] => [
      family,
      { fact: 'path-mtu', ask: { peer, family } },
    ]);
    return {
      facts: {
        ...Object.fromEntries(paths),
        lost: {
          fact: 'events',
          ask: { log: 'Application', provider: 'Outlook', id: 26, hours, newest: NEWEST },
        },
      },
      resources: trial === 0 ? [] : FAMILIES.map((family) => trialMtu(trial, family)),
    };
  },
  judge: (evidence) => judgeWay(evidence, asked(evidence.parameters)),
};

const asked = (parameters: JsonObject): Asked => ({
  peer: String(parameters.peer),
  trial: numberOf(parameters, 'trial'),
  hours: numberOf(parameters, 'hours'),
});
