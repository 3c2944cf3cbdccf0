import type { Hello } from '../model/line.ts';
import type { HostWork } from './host-work.ts';
import { step } from './host-work.ts';

/** What waiting needs of a host's work. */
export type Waiting = Pick<HostWork, 'context' | 'host' | 'session' | 'run'>;

/**
 * An old runtime of ours may still be undoing behind a line that broke. Waits while it holds the host's lock for `run`, at most as long as
 * its lease may take to notice; returns the newest greeting.
 */
export async function waitForLock(work: Waiting, run: string): Promise<Hello> {
  const { clock, limits } = work.context;
  const until = clock().getTime() + (limits.leaseSeconds + 30) * 1000;
  let { hello } = work.session;
  while (hello.lock?.run === run && hello.lock.alive && clock().getTime() < until) {
    step(work, `run ${run} is still undoing on the host`);
    await new Promise((resolve) => setTimeout(resolve, limits.pauseSeconds * 1000));
    hello = await work.session.greet([work.run, run]);
  }
  return hello;
}
