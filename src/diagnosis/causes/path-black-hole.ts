import type { CausalLink, Confidence, Fix, NonFix, PlacedSighting } from '../../model/causal-chain.ts';
import { FLAPS_WITHIN_SECONDS } from '../../model/rhythm.ts';
import { adviceFixes, type Cause, noncompliant, type Scene, seen } from '../cause.ts';
import { isOfItsTime } from '../path-of-its-time.ts';

/** The MTU case: routers of a VPN with 1500 on one side and 1492 on the other, and every error message told of something else. */
export const pathBlackHole: Cause = {
  name: 'path-black-hole',
  title: 'The way swallows large packets (MTU black hole)',
  explains: ['vpn-black-hole', 'exchange-mapi-sessions'],
  weigh(scene) {
    const measured = seen(scene, 'large-packets-vanish');
    const rhythmic = [...seen(scene, 'outlook-reconnects'), ...seen(scene, 'sessions-used-up')].filter(
      ({ everySeconds }) => everySeconds !== undefined && everySeconds <= FLAPS_WITHIN_SECONDS,
    );
    const cross = seen(scene, 'large-packets-cross').filter(
      (path) => rhythmic.length === 0 || rhythmic.some((felt) => isOfItsTime(path, felt)),
    );
    if (measured.length === 0 && cross.length > 0)
      return { ruledOut: cross.map(({ text }) => text).join('; ') };
    if (measured.length + rhythmic.length === 0) return undefined;
    const links = scene.links.filter(({ from }) => measured.some(({ id }) => id === from));
    const isSure = links.some(({ ground }) => ground !== 'time');
    const isBoth = new Set(rhythmic.map(({ kind }) => kind)).size > 1;
    const confidence: Confidence = isSure ? 'high' : measured.length > 0 || isBoth ? 'medium' : 'low';
    return {
      confidence,
      because: [
        ...measured.map(({ host, text }) => `Measured${host === '' ? '' : ` from ${host}`}: ${text}.`),
        ...(noncompliant(scene, 'vpn-black-hole')?.reasons.filter((reason) => /trial=/.test(reason)) ?? []),
        ...(measured.length > 0 && links.length === 0
          ? ['Nothing that was seen on the hosts could be linked with it.']
          : []),
        ...(links.length > 0 && !isSure
          ? [`By its time only: nothing says that what was measured concerns ${feltOn(scene, links)}.`]
          : []),
        ...rhythmic.map(
          ({ host, everySeconds }) =>
            `${host}: a client comes back every ${everySeconds} s, as one does that gets the small packets of a connection through and no large one.`,
        ),
      ],
      wouldChange: [
        ...(links.length > 0 && !isSure ? [addressOf(feltOn(scene, links))] : []),
        ...wouldChange(scene, new Set(measured.map(({ host }) => host)).size),
      ],
      fixes: pathFixes(scene),
      nonFixes: nonFixes(scene),
    };
  },
};

const wouldChange = (scene: Scene, ends: number): readonly string[] => {
  if (ends === 0) return [probe(scene), capture(scene)];
  return [...(ends === 1 ? [bothWays] : []), AFTERWARDS];
};

/** Where the trouble was felt that these links lead to. */
const feltOn = ({ sightings }: Scene, links: readonly CausalLink[]): string =>
  [...new Set(sightings.flatMap(({ id, host }) => (links.some(({ to }) => to === id) ? [host] : [])))].join(
    ', ',
  );

const addressOf = (host: string): string =>
  `The IP address of ${host}, as \`address\` of its transport in the inventory: with one that was measured it is sure, with another it is somebody else's trouble.`;
const AFTERWARDS =
  'Clients that are cut off as before once full packets cross both ways: then the size was not the cause.';
const bothWays =
  'Probes from the other side too (`--peer` with a host of the inventory), or a capture at either end: an answer is as large as its ping, so that one end alone never tells which direction swallows.';
const probe = ({ lookCommand, isFile }: Scene): string =>
  isFile
    ? "Probes with Don't Fragment between the two ends, by hand from both: ping -f -l 1472 <the other end>. Full packets that cross rule it out."
    : `Probes with Don't Fragment between the two ends: ${lookCommand} --peer <the other end>. Full packets that cross rule it out.`;
const capture = ({ lookCommand }: Scene): string =>
  `A capture taken at the client while it is cut off: ${lookCommand} --capture <file>.`;

/** What was measured from the host comes with lines for its routers, and with a trial; a capture or a rhythm alone does not. */
function pathFixes(scene: Scene): readonly Fix[] {
  const judged = noncompliant(scene, 'vpn-black-hole');
  if (!judged) return [openThePath];
  const [both, ...devices] = adviceFixes(judged, /./);
  const peer = judged.settings.find((setting) => setting.startsWith('peer=')) ?? '';
  const shown = `${scene.planCommand} --remedy vpn-black-hole --set ${peer}`;
  return [
    ...(both ? [both] : []),
    ...(devices.length > 0
      ? [
          {
            title: `Lines to copy for ${devices.map(({ title }) => title).join('; ')}`,
            command: shown,
          },
        ]
      : []),
    {
      title:
        'Until the routers are put right: a smaller MTU on this host, under guard, gone with the next boot',
      remedy: 'vpn-black-hole',
      settings: [peer, 'trial=<the interface named above>'],
      command: `${shown} --set trial=<interface>`,
    },
  ];
}

const openThePath: Fix = {
  title: 'Let the routers say "too big", and give both ends of the VPN the same MTU',
  advice: {
    title: 'Let the routers say "too big", and give both ends of the VPN the same MTU',
    steps: [
      'On every router and firewall between the two: let ICMP type 3 code 4 pass (ICMPv6 type 2), in both directions.',
      'Set the MTU of both VPN routers to the smaller one of the two; in the published case one had 1500 and the other 1492, and 1492 on both ended it.',
      'Where that is out of reach: clamp the TCP MSS on the VPN to the MTU less 40.',
      'The payload of a ping is 28 bytes less than the packet: 1464 for 1492, 1472 for 1500. IPsec takes more than PPPoE: measure, do not copy.',
    ],
    check:
      'From both sides, ping -f -l 1464 <the other side> is answered, or says "Packet needs to be fragmented"; silence is the black hole. Then one large mail goes through, and event 26 stays away.',
    undo: 'The MTU that the router had before.',
  },
};

/** What shows here that it cured nothing. */
function goesOn(scene: Scene, raised: PlacedSighting): string {
  const after = seen(scene, 'outlook-reconnects').find(({ to }) => Date.parse(to) > Date.parse(raised.from));
  return after
    ? `${after.host} has been cut off since then all the same, the last time at ${after.to}. `
    : '';
}

function nonFixes(scene: Scene): readonly NonFix[] {
  const raised = seen(scene, 'session-limit-raised');
  const sessions = raised.length > 0 || seen(scene, 'sessions-used-up').length > 0;
  return [
    ...(sessions
      ? [
          {
            what: 'Raising "Maximum Allowed Sessions Per User"',
            why:
              raised.map((one) => `${one.host}: ${one.text}. ${goesOn(scene, one)}`).join('') +
              'It silences event 9646 and cures nothing: in the published case 512 in place of 32 ended the event, and the client was cut off every ten seconds as before.',
            remedy: 'exchange-mapi-sessions',
          },
          {
            what: 'Clearing "Download shared folders"',
            why: 'It was tried in the published case, too: it takes load away and lets no large packet through.',
            remedy: 'outlook-shared-folders',
          },
        ]
      : []),
    {
      what: 'Taking a large file that copies well for a proof that the network is sound',
      why: 'Other programs send other packets: a copy may cross in pieces where this connection does not.',
    },
    {
      what: 'EnablePMTUDiscovery = 0',
      why: 'It sends every packet of every connection with at most 576 bytes, for good.',
    },
  ];
}
