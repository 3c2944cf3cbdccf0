/** What can go wrong with a line while a session uses it, in words for the person whose host it is. */
import {
  type ExpectedError,
  GarbledError,
  LineLostError,
  NotServedError,
  StalledError,
  TextChangedError,
  UnreachableError,
} from '../../model/errors.ts';
import { ProcessExit, type Verb } from '../../model/line.ts';
import { printable, shortened } from '../../model/printable.ts';
import type { ProcessEnd } from '../../model/transport.ts';
import { describeRefusal, readStderr } from '../../powershell/index.ts';

export const tooLate = (host: string, verb: Verb, seconds: number, what: string): ExpectedError =>
  new LineLostError(
    `${host}: ${what} for ${seconds} s while waiting for ${verb}; the line was dropped${verb === 'hello' ? `. ${closer(host)}` : ''}`,
  );

const closer = (host: string): string => `\`setright doctor ${host}\` looks where it stops`;

export const outOfTurn = (host: string, n: number): ExpectedError =>
  new GarbledError(`${host}: answered out of turn (request ${n}); the line was dropped`);

export const neverDone = (host: string, verb: Verb): ExpectedError =>
  new GarbledError(
    `${host}: reported progress without end instead of answering ${verb}; the line was dropped`,
  );

export const changedOnTheWay = (host: string): ExpectedError =>
  new TextChangedError(
    `${host}: characters are changed on the way (a code page or a filter); nothing was written. Have ${host} start PowerShell without a profile or wrapper that converts text`,
  );

const BLOCKED = /\bScript(ContainedMalicious|HasAdminBlocked)Content\b/;

/** The process or the line ended. Before the first greeting nothing had run there; afterwards the outcome is open. */
export function lineEnded(host: string, end: ProcessEnd, stderr: string, greeted: boolean): ExpectedError {
  const said = printable(shortened(readStderr(stderr).trim(), 1_000));
  const how = end.exitCode === undefined ? end.why : `PowerShell ended with ${end.why}`;
  const text = `${host}: ${how.replace(/\.$/, '')}${said ? `; it said: ${said.replace(/\.$/, '')}` : ''}`;
  // The bootstrap itself was blocked: only PowerShell's own error tells, and its name is the part of it that is not translated.
  const found = greeted ? undefined : BLOCKED.exec(said)?.[0];
  if (found !== undefined)
    return new NotServedError('script', `${host}: ${describeRefusal({ refused: 'script', found })}`);
  if (end.stalled && !greeted) return new StalledError(text, end.stalled);
  if (greeted) return new LineLostError(text);
  const hint = ownCodes.get(end.exitCode) ?? `It never answered: is the executable right? ${closer(host)}.`;
  return new UnreachableError(`${text}. ${hint}`);
}

/** Before a greeting. Exit codes that are PowerShell's own, or its shell's, say nothing of the kind. */
const ownCodes: ReadonlyMap<number | undefined, string> = new Map([
  [
    ProcessExit.notServed,
    'It cannot be served, and the reason did not arrive: something on the way changes what it says.',
  ],
  [
    ProcessExit.stdinCut,
    'What it was sent did not all arrive: something between reads its stdin, or cuts it short.',
  ],
  [
    ProcessExit.internal,
    'That is a fault of Setright on this host: please report it with what stands above.',
  ],
]);
