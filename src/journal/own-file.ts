import { ExpectedError, OwnFileError } from '../model/errors.ts';

/** What `use` does with a file of the data folder; that the system said no names the file and the next move. */
export async function ownFile<Result>(path: string, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (cause) {
    if (cause instanceof ExpectedError || !isOfTheSystem(cause)) throw cause;
    throw new OwnFileError(
      `${path} cannot be used (${cause.message}). Make room or give access there, or name another folder with --data-dir`,
      { cause },
    );
  }
}

const isOfTheSystem = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;
