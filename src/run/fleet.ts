/**
 * Runs `work` for each item, at most `parallel` at a time, results in the order of the items. `work` should not reject: when it does, that
 * is our bug, and it is thrown only after all other items have come to their end.
 */
export async function eachInParallel<Item, Result>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Array<Result>(items.length);
  const bugs: unknown[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      try {
        results[index] = await work(item);
      } catch (error) {
        bugs.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  if (bugs.length > 0) throw bugs[0];
  return results;
}
