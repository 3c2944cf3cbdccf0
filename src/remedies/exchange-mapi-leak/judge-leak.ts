import { printable } from '../../model/printable.ts';
import type { Evidence, Judgement } from '../../model/remedy.ts';
import { exchangeVersion, setupFolder } from '../vocabulary/exchange-version.ts';
import { judged } from '../vocabulary/judgement.ts';
import { readPatch } from '../vocabulary/patch.ts';
import { growthOf } from './growth.ts';
import { installServicePack, replaceTheCopy, restartInAWindow } from './leak-advice.ts';
import { mendedMapi } from './mended-mapi.ts';
import { levelNames, programLevel } from './program-level.ts';

export function judgeLeak(evidence: Evidence, program: string): Judgement {
  const service = evidence.fact('service', 'service');
  if (!service.known)
    return judged('unknown', `The service MSExchangeIS could not be looked at: ${printable(service.why)}.`);
  const version = exchangeVersion(evidence);
  if (!service.value.exists || (version !== undefined && version !== '2003'))
    return judged('not-applicable', 'This is no Exchange Server 2003: KB898782 is not for it.');
  const growth = growthOf(evidence, program);
  if ('unknown' in growth) return judged('unknown', growth.unknown);
  const sightings = growth.sightings ?? [];
  const dll = readPatch(evidence, mendedMapi);
  if (dll.mended === undefined) return { ...untold(evidence, dll), sightings };
  if (dll.mended)
    return {
      ...judged(
        'compliant',
        `${dll.why}.`,
        ...(growth.grows
          ? [`${growth.text} That is another leak than the one of KB898782: ask the program's vendor.`]
          : []),
      ),
      sightings,
    };
  const stores = evidence.fact('file-versions', 'stores');
  const level = programLevel(stores.known ? stores.value.files : [], dll.old.version);
  if (level === undefined)
    return {
      ...judged('unknown', `${dll.why}; which service pack this Exchange has could not be told.`),
      sightings,
    };
  if (level === 'sold')
    return {
      ...judged(
        'not-applicable',
        `${dll.why}, but this is ${levelNames.sold}: KB898782 is of SP1, and says nothing of what was before it.`,
        growth.text,
      ),
      advice: growth.grows ? [installServicePack, restartInAWindow] : [],
      sightings,
    };
  return {
    ...judged(
      'noncompliant',
      `${dll.why}, on ${levelNames[level]}: each OpenMsgStore of a MAPI program leaks.`,
      growth.text,
    ),
    advice: [
      level === 'sp2' ? replaceTheCopy : installServicePack,
      ...(growth.grows ? [restartInAWindow] : []),
    ],
    sightings,
  };
}

function untold(evidence: Evidence, { why, nowhere }: { why: string; nowhere: boolean }): Judgement {
  const folder = evidence.state(setupFolder);
  if (nowhere && folder.status === 'absent')
    return judged('not-applicable', 'There is no Emsmdb32.dll and no setup of Exchange Server 2003 here.');
  const shown = folder.status === 'present' ? evidence.describeState(setupFolder, folder) : undefined;
  return judged(
    'unknown',
    `The version of Emsmdb32.dll could not be told: ${why}.`,
    ...(shown === undefined
      ? []
      : [`By its setup Exchange lies in ${shown}: look at the version there by hand.`]),
  );
}
