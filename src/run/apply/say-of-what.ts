import { HostError } from '../../model/errors.ts';

/** A host's no stands in an answer, what it says no to in the request: said together, for a person reads one sentence. */
export async function sayOfWhat<Answer>(
  host: string,
  what: string,
  answer: Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const bare = error.message.startsWith(`${host}: `) ? error.message.slice(host.length + 2) : error.message;
    throw new HostError(error.code, `${host}: ${what}: ${bare}`, error.data, { cause: error });
  }
}
