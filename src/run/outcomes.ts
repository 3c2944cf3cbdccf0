import {
  GarbledError,
  HostError,
  LineLostError,
  NotServedError,
  OwnFileError,
  RefusedError,
  UnfinishedError,
  UnreachableError,
  UsageError,
  WaitsError,
} from '../model/errors.ts';
import type { HostOutcome, HostStatus } from '../model/outcome.ts';

/** An outcome with what it is silent about left empty. */
export function outcome(
  host: string,
  status: HostStatus,
  summary: string,
  more: Partial<Omit<HostOutcome, 'host' | 'status' | 'summary'>> = {},
): HostOutcome {
  // Messages name their host for whoever reads them alone; a row of a report does so anyway.
  const bare = summary.startsWith(`${host}: `) ? summary.slice(host.length + 2) : summary;
  return { host, status, summary: bare, details: [], findings: [], notInForce: [], connections: 1, ...more };
}

/**
 * What an error means for a host on which nothing was written in this run. Anything that is not one of our expected errors is a bug of
 * ours and goes on up.
 */
export function outcomeOfError(host: string, error: unknown, connections = 1): HostOutcome {
  const status = statusOfError(error);
  return outcome(host, status, messageOf(error), { connections });
}

function statusOfError(error: unknown): HostStatus {
  if (error instanceof UnfinishedError) return 'unfinished';
  if (error instanceof WaitsError) return 'waits';
  if (error instanceof UnreachableError || error instanceof LineLostError) return 'unreachable';
  if (error instanceof NotServedError || error instanceof GarbledError || error instanceof HostError)
    return 'unknown';
  if (error instanceof RefusedError || error instanceof UsageError || error instanceof OwnFileError)
    return 'refused';
  if (isOfThisComputer(error)) return 'refused';
  throw error;
}

/** A file or a socket of this computer cannot be opened: no bug, and nothing was written on the host. */
const isOfThisComputer = (error: unknown): boolean =>
  error instanceof Error && 'errno' in error && 'code' in error;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
