import { type Ladder, type Rung, topOf } from './path-mtu.ts';

/**
 * clear: packets as large as our own interface sends cross. told: a smaller path, and somebody says so. black-hole: a smaller path, and
 * silence. filtered: no ping is answered at all. loss: too many small ones are lost to blame the size. indeterminate: see why.
 */
export type PathVerdict = 'clear' | 'told' | 'black-hole' | 'filtered' | 'loss' | 'indeterminate';

export interface PathJudgement {
  readonly verdict: PathVerdict;
  /** The largest packet that is known to cross; null when none is. */
  readonly crosses: number | null;
  /** The smallest that is known not to; null when none is. The path MTU is known exactly when they are neighbours. */
  readonly fails: number | null;
  readonly why: string;
}

/** What a ladder means. A silence may have swallowed the probe or its answer, which is as large: the other side has to be asked too. */
export function judgePath(ladder: Ladder): PathJudgement {
  const { smalls, rungs, family, interfaceMtu, finished } = ladder;
  const inside = rungs.filter(({ size }) => size <= interfaceMtu);
  const crosses = Math.max(0, ...inside.filter(({ answered }) => answered).map(({ size }) => size)) || null;
  const failed = inside
    .filter(({ answered, sent }) => !answered && sent > 0)
    .toSorted((one, other) => one.size - other.size)[0];
  const found = { crosses, fails: failed?.size ?? null };
  if (smalls.answered === 0 && smalls.other !== '')
    return { ...found, verdict: 'indeterminate', why: smalls.other };
  if (smalls.answered === 0)
    return {
      ...found,
      verdict: 'filtered',
      why: `none of ${smalls.sent} small pings was answered: pings are filtered, or nobody is there`,
    };
  if (family === 'IPv4' && rungs.some(({ size, answered }) => size > interfaceMtu && answered))
    return {
      ...found,
      verdict: 'indeterminate',
      why: `a packet larger than our own interface sends (${interfaceMtu}) was answered: Don't Fragment is not kept here`,
    };
  if (crosses === topOf(ladder))
    return {
      ...found,
      verdict: 'clear',
      why: `packets of ${crosses} bytes cross, the most that our interface sends`,
    };
  // Whoever was told once keeps it, and says the next time that it is too big itself.
  const router = inside.find(({ from }) => from !== '')?.from ?? '';
  return { ...found, ...judgeFailed(failed, router, smalls, crosses, finished) };
}

function judgeFailed(
  failed: Rung | undefined,
  router: string,
  smalls: Ladder['smalls'],
  crosses: number | null,
  finished: boolean,
): Pick<PathJudgement, 'verdict' | 'why'> {
  const lost = smalls.sent - smalls.answered;
  if (failed?.tooBig) {
    const who = router === '' ? 'a router (this system does not say which)' : router;
    return {
      verdict: 'told',
      why: `${who} says that ${failed.size} bytes are too big: path MTU discovery works`,
    };
  }
  if (failed && failed.other !== '') return { verdict: 'indeterminate', why: failed.other };
  if (lost * 2 > smalls.sent)
    return {
      verdict: 'loss',
      why: `${lost} of ${smalls.sent} small pings were lost too: size is not to blame`,
    };
  if (!failed || !finished)
    return { verdict: 'indeterminate', why: 'the search took too many probes and was ended' };
  return {
    verdict: 'black-hole',
    why: `packets of ${failed.size} bytes vanish without a word (${failed.sent} probes)${crosses === null ? '' : `, those of ${crosses} cross`}; ${smalls.answered} of ${smalls.sent} small pings between them were answered`,
  };
}
