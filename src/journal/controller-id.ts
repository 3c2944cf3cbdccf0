import type { DataFolder } from './data-folder.ts';
import { keptRandom } from './kept-random.ts';

/**
 * Tells controllers apart that go by one host name (clones, containers, two data folders): who is "us" in locks and records is whoever
 * has our journals and backups, the data folder. Eight hexadecimal digits.
 */
export async function controllerId({ controllerId: path }: DataFolder): Promise<string> {
  const id = await keptRandom({
    path,
    bytes: 16,
    what: "the controller's id",
    withoutIt:
      'runs that were left unfinished count as those of another controller then, to be named with --break-lock',
  });
  return id.toString('hex').slice(0, 8);
}
