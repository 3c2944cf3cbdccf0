import type { Hello } from '../../model/line.ts';
import { printable } from '../../model/printable.ts';
import type { HostWork } from './host-work.ts';
import { step } from './host-work.ts';

/** What taking a host's lock over needs of its work. */
export type Claiming = Pick<HostWork, 'context' | 'host' | 'session' | 'run' | 'journal'>;

/**
 * An old PowerShell of ours may still be there behind a line that broke. What it has begun is waited for, about as long as its lease may
 * take to notice; then the lock is ours, and its process is gone: nothing that we read from here on changes under our hands. Returns the
 * newest greeting. Rejects with the HostError `not-ended` when the process cannot be ended, and `locked` when another run came between.
 */
export async function claimLock(work: Claiming, run: string): Promise<Hello> {
  const { context, host, journal, session } = work;
  const { lock } = session.hello;
  if (lock?.run !== run || !lock.alive) return session.hello;
  step(work, `taking over from run ${printable(run)}, whose PowerShell still runs on the host`);
  const patienceSeconds = context.limits.leaseSeconds + 30;
  const claim = await session.request(
    'claim',
    { run, speaker: context.speaker, patienceSeconds },
    { onProgress: (text, seconds) => step(work, `${text} (${seconds} s)`) },
  );
  await journal.append({ event: 'claimed', host: host.name, of: run, claim });
  return session.greet([work.run, run]);
}
