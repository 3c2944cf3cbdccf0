/** Whatever changes when something comes or goes; undefined while nothing is owed. */
type Mark = string | number | undefined;

/**
 * Calls `stalled`, once, when `mark` has stayed the same for so many looks, a second apart. Looks are counted, not time: a machine that
 * slept, or is too busy to look, has not waited. Returns what ends the watch.
 */
export function watchProgress(mark: () => Mark, seconds: number, stalled: () => void): () => void {
  let last: Mark;
  let same = 0;
  const timer = setInterval(() => {
    const now = mark();
    same = now !== undefined && now === last ? same + 1 : 0;
    last = now;
    if (same < seconds) return;
    clearInterval(timer);
    stalled();
  }, 1000);
  timer.unref();
  return () => clearInterval(timer);
}
