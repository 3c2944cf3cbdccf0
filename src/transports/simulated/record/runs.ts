import { HostError } from '../../../model/errors.ts';
import type { HostRun, NotInForce } from '../../../model/host-record.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { identityOf } from '../windows/resources.ts';
import { findRecord, type HostRecord, recordedRuns, recordStateOf, type Step, stepsOf } from './record.ts';

const LISTED_RUNS = 50;

interface Told {
  readonly record: HostRecord;
  readonly steps: readonly Step[];
}

/** Runs that are open or left values not in force, newest first, and those that were asked about. */
export function shownRuns(state: HostState, about: readonly string[]): readonly HostRun[] {
  let listed = 0;
  return knownRuns(state).filter((run) => {
    if (about.some((name) => sameName(name, run.run))) return true;
    if (run.state !== 'open' && run.notInForce.length === 0) return false;
    listed += 1;
    return listed <= LISTED_RUNS;
  });
}

/** Every run that has a record here, newest first. */
export function knownRuns(state: HostState): readonly HostRun[] {
  const told = recordedRuns(state).map((run) => tell(state, run));
  const readable = told.filter((run): run is Told => 'record' in run);
  return told
    .map((run) => ('record' in run ? showRun(run, readable) : run))
    .toSorted((a, b) => Date.parse(b.at || '1970-01-01') - Date.parse(a.at || '1970-01-01'));
}

/** A record that cannot be read has not been seen to end: open, of nobody we could name. */
function tell(state: HostState, run: string): Told | HostRun {
  try {
    const record = findRecord(state, run);
    if (record) return { record, steps: stepsOf(state, run) };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
  }
  return { run, controller: '', person: '', at: '', state: 'open', notInForce: [] };
}

function showRun({ record, steps }: Told, all: readonly Told[]): HostRun {
  const { run, speaker, at } = record;
  const end = steps.findLast(({ step }) => step === 'kept' || step === 'restored');
  const notInForce = (end?.notInForce ?? []).flatMap((id): NotInForce[] => {
    const change = record.changes.find((candidate) => candidate.id === id);
    const since = steps.findLast((step) => step.change === id && touches(step))?.at;
    if (!change || since === undefined) return [];
    const superseded = all.some(
      (other) =>
        other.record !== record &&
        other.steps.some(
          (step) =>
            touches(step) &&
            isLater(step.at, other.record.at, since, at) &&
            other.record.changes.some(
              (later) =>
                later.id === step.change && identityOf(later.resource) === identityOf(change.resource),
            ),
        ),
    );
    return superseded ? [] : [{ change: id, resource: change.resource, since }];
  });
  return {
    run,
    controller: speaker.controller,
    person: speaker.person,
    at,
    state: recordStateOf(steps),
    notInForce,
  };
}

const touches = ({ step, outcome }: Step): boolean =>
  step === 'set' || (step === 'undone' && outcome === 'restored');

/** By the host's clock; where it did not move between two steps, the run that began later comes later. */
function isLater(step: string, run: string, thanStep: string, thanRun: string): boolean {
  const difference = Date.parse(step) - Date.parse(thanStep);
  return difference > 0 || (difference === 0 && Date.parse(run) > Date.parse(thanRun));
}
