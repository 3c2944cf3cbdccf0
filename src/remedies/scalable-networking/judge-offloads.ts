import type { OsFact } from '../../model/fact.ts';
import { printable } from '../../model/printable.ts';
import type { Advice, Evidence, Judgement } from '../../model/remedy.ts';
import { dword, dwordIn } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { readPatch } from '../vocabulary/patch.ts';
import { rebootEvidence, rebootWish } from '../vocabulary/reboot-wish.ts';
import { isBefore } from '../vocabulary/windows-release.ts';
import { mendedDriver, offloads, receiveSideScaling, SECOND_PACK, servicePack } from './offload-values.ts';

export function judgeOffloads(evidence: Evidence): Judgement {
  const os = evidence.fact('os', 'os');
  if (!os.known) return judged('unknown', `The version of Windows could not be told: ${printable(os.why)}.`);
  if (!isBefore(os.value, '6.0')) return onNewerWindows(evidence, os.value);
  if (isBefore(os.value, '5.2') || !os.value.server)
    return judged('not-applicable', `${printable(os.value.name)} has no Scalable Networking Pack.`);
  const pack = evidence.state(servicePack);
  if (pack.status === 'unreadable')
    return judged('unknown', `The service pack could not be told: ${printable(pack.why)}.`);
  if ((dwordIn(pack) ?? 0) < SECOND_PACK)
    return judged(
      'not-applicable',
      'This Windows Server 2003 is older than SP2: the Scalable Networking Pack came with that.',
    );
  const driver = readPatch(evidence, mendedDriver);
  if (driver.mended === undefined)
    return judged('unknown', `Whether the driver is mended could not be told: ${driver.why}.`);
  if (driver.mended) return judged('compliant', `${driver.why}, and the features stay as they are.`);
  return onServer2003(evidence, driver.why);
}

function onServer2003(evidence: Evidence, driver: string): Judgement {
  const unread = offloads.find((resource) => evidence.state(resource).status === 'unreadable');
  if (unread) return judged('unknown', `${evidence.describe(unread)} could not be read.`);
  // Not set means on: SP2 brought the features with it.
  const on = offloads.filter((resource) => dwordIn(evidence.state(resource)) !== 0);
  if (on.length === 0)
    return judged('compliant', 'TCP Chimney, RSS and TCP/IP acceleration are switched off.');
  return {
    ...judged(
      'noncompliant',
      `${driver}, and ${on.map(({ name }) => name).join(', ')} are not switched off.`,
      'With them Outlook loses connections, sessions stay open and event 9646 follows; a restart of Windows puts the change in force.',
    ),
    wishes: on.map((resource) => ({
      resource,
      want: dword(0),
      reason: `Windows Server 2003 SP2 with tcpip.sys older than ${mendedDriver.files.least} (KB936594); read when Windows starts`,
    })),
    effects: [rebootWish(rebootEvidence(evidence), 'Windows reads these values only when it starts', on)],
  };
}

/** Nothing to gain there, and RSS off costs: one processor core takes the whole network. */
function onNewerWindows(evidence: Evidence, os: OsFact): Judgement {
  const past = `${printable(os.name)} is newer than Windows Server 2003: KB936594 is not for it.`;
  const rss = evidence.state(receiveSideScaling);
  if (rss.status === 'unreadable')
    return judged(
      'unknown',
      past,
      `Whether somebody switched RSS off here by it could not be told: ${printable(rss.why)}.`,
    );
  const beside = judged('not-applicable', past);
  return dwordIn(rss) === 0 ? { ...beside, harm: [RSS_OFF], advice: [switchRssOn] } : beside;
}

const RSS_OFF =
  'EnableRSS is 0: receive-side scaling was switched off, and one processor core serves all of the network. Since Windows Server 2008 it belongs switched on.';

const switchRssOn: Advice = {
  title: 'Switch receive-side scaling on again',
  steps: [
    'What holds now: netsh interface tcp show global. Whether a newer Windows still goes by EnableRSS itself is not settled.',
    'netsh interface tcp set global rss=enabled',
    'On the adapter too, where it was switched off there: Enable-NetAdapterRss -Name <adapter> (the adapter restarts).',
  ],
  check:
    'netsh interface tcp show global shows receive-side scaling enabled; Get-NetAdapterRss shows Enabled True.',
  undo: 'netsh interface tcp set global rss=disabled; Disable-NetAdapterRss -Name <adapter>.',
};
