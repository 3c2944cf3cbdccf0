import type { OsFact, RegistryTreeFact } from '../../model/fact.ts';
import { counted, printable, shortened } from '../../model/printable.ts';
import type { Advice, Evidence, Judgement, Wish } from '../../model/remedy.ts';
import type { RegistryValue } from '../../model/resource.ts';
import { sameName } from '../../model/windows-name.ts';
import { dword, dwordIn, noValue } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { rebootEvidence, rebootWish, waitsForBoot } from '../vocabulary/reboot-wish.ts';
import { DEAD_PARAMETERS, deadValues, MISSPELT, rightPlaceOf } from './dead-values.ts';

const OTHERS_SHOWN = 10;
const NAME_CHARACTERS = 200;

export function judgeDeadKey(evidence: Evidence, moves: boolean): Judgement {
  const tree = evidence.fact('registry-tree', 'dead');
  if (!tree.known)
    return judged('unknown', `HKLM\\${MISSPELT} could not be looked at: ${printable(tree.why)}.`);
  if (!tree.value.exists)
    return judged(
      'compliant',
      `There is no key HKLM\\${MISSPELT}: nobody followed the slip of KB2015877 here.`,
    );
  const os = evidence.fact('os', 'os');
  if (!os.known) return judged('unknown', `The version of Windows could not be told: ${printable(os.why)}.`);
  const unread = [...deadValues, ...targets(os.value)].find(
    (resource) => evidence.state(resource).status === 'unreadable',
  );
  if (unread) return judged('unknown', `${evidence.describe(unread)} could not be read.`);
  const dead = deadValues.filter((resource) => evidence.state(resource).status === 'present');
  const others = tree.value.values.filter(({ key, name }) => !isKnown(key, name));
  const waiting = waitingFor(evidence, os.value);
  if (dead.length + others.length === 0 && waiting) return waiting;
  if (dead.length + others.length === 0)
    return {
      ...judged(
        'compliant',
        `HKLM\\${MISSPELT} exists and holds no value: nothing reads it, and nothing is lost with it.`,
      ),
      advice: [deleteTheKey],
    };
  const moved = moves ? dead.flatMap((resource) => moveOf(resource, evidence, os.value)) : [];
  const wishes = [...moved.flatMap(({ wish }) => wish ?? []), ...dead.map(removal)];
  const set = moved.flatMap(({ wish }) => wish?.resource ?? []);
  return {
    ...judged(
      'noncompliant',
      ...dead.map(
        (resource) =>
          `${evidence.describe(resource)} is ${evidence.describeState(resource, evidence.state(resource))}: Windows never reads it.`,
      ),
      ...moved.map(({ reason }) => reason),
      ...othersText(others, tree.value.capped),
    ),
    wishes,
    effects:
      set.length > 0
        ? [rebootWish(rebootEvidence(evidence), 'Windows reads them only when it starts', set)]
        : [],
    advice: [deleteTheKey],
  };
}

/** Moved by us, and Windows has not been restarted since. */
function waitingFor(evidence: Evidence, os: OsFact): Judgement | undefined {
  const waiting = targets(os).filter((resource) => waitsForBoot(evidence.notInForce(resource), os));
  if (waiting.length === 0) return undefined;
  const names = waiting.map((resource) => evidence.describe(resource)).join(', ');
  return {
    ...judged(
      'noncompliant',
      `The dead values are gone; ${names}: set, not in force until Windows is restarted.`,
    ),
    effects: [rebootWish(rebootEvidence(evidence), 'Windows reads them only when it starts', waiting)],
  };
}

/** Where the wish goes to. What stands there already is somebody's later word, and is left. */
function moveOf(
  resource: RegistryValue,
  evidence: Evidence,
  os: OsFact,
): readonly { readonly reason: string; readonly wish?: Wish }[] {
  const place = rightPlaceOf(resource, os);
  const number = dwordIn(evidence.state(resource));
  if ('none' in place) return [{ reason: `${resource.name} is not moved: ${place.none}.` }];
  const there = evidence.state(place.resource);
  if (there.status === 'present')
    return [
      {
        reason: `${resource.name} is not moved: where Windows reads it, it is ${evidence.describeState(place.resource, there)} already.`,
      },
    ];
  if (number === undefined) return [{ reason: `${resource.name} is not moved: it is no DWORD.` }];
  const fits = Math.min(place.most, Math.max(place.least, number));
  const bounds = fits === number ? '' : `, for this Windows takes ${place.least} to ${place.most}`;
  return [
    {
      reason: `${place.resource.name} becomes ${fits} where Windows reads it${bounds}; it is in force after a restart of Windows.`,
      wish: {
        resource: place.resource,
        want: dword(fits),
        reason: `it was wanted, and written to HKLM\\${MISSPELT}, which nothing reads (KB2015877's slip)`,
      },
    },
  ];
}

const removal = (resource: RegistryValue): Wish => ({
  resource,
  want: noValue,
  reason: 'nothing reads it, and it misleads whoever looks for what was set',
});

const targets = (os: OsFact): readonly RegistryValue[] =>
  deadValues.flatMap((resource) => {
    const place = rightPlaceOf(resource, os);
    return 'none' in place ? [] : [place.resource];
  });

const isKnown = (key: string, name: string): boolean =>
  sameName(key, DEAD_PARAMETERS) && deadValues.some((value) => sameName(value.name, name));

function othersText(others: RegistryTreeFact['values'], capped: boolean): readonly string[] {
  if (others.length === 0) return [];
  const named = others
    .slice(0, OTHERS_SHOWN)
    .map(
      ({ key, name, kind }) =>
        `${shortened(printable(key ? `${key}\\${name}` : name), NAME_CHARACTERS)} (${printable(kind)})`,
    );
  const rest = others.length > OTHERS_SHOWN || capped ? ', and more' : '';
  return [
    `${counted(others.length, 'other value')} that no article asks for: ${named.join(', ')}${rest}. They are left: only whoever wrote them knows what they were for.`,
  ];
}

const deleteTheKey: Advice = {
  title: 'Delete the empty key by hand',
  steps: [
    `See that it holds no value: reg query "HKLM\\${MISSPELT}" /s`,
    `Keep a copy: reg export "HKLM\\${MISSPELT}" currect.reg`,
    `reg delete "HKLM\\${MISSPELT}" /f`,
  ],
  check: `reg query "HKLM\\${MISSPELT}" finds no such key.`,
  undo: 'reg import currect.reg',
};
