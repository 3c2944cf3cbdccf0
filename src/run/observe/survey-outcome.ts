import type { Hello } from '../../model/line.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { printable } from '../../model/printable.ts';
import type { ExactHostPlan } from '../../plan/assemble.ts';
import { deadMounts, deadMountText } from '../connect/hives.ts';
import type { Session } from '../connect/session.ts';
import { outcome } from '../outcomes.ts';

/** A host's row of a check: the worst of its verdicts, and what else a look at it cannot pass over. */
export function surveyOutcome(plan: ExactHostPlan, { hello, hives }: Session): HostOutcome {
  const dead = hives.mayMount ? [] : deadMounts(hello.hives).map(deadMountText);
  return verdictOutcome(plan, dead);
}

export function verdictOutcome(plan: ExactHostPlan, details: readonly string[]): HostOutcome {
  const verdicts = plan.findings.map((finding) => finding.verdict);
  const unknown = plan.findings.filter((finding) => finding.verdict === 'unknown');
  const differing = plan.findings.filter((finding) => finding.verdict === 'noncompliant');
  const harm = plan.findings.flatMap((finding) => finding.harm ?? []);
  const reasons = (findings: typeof plan.findings) => findings.flatMap((finding) => finding.reasons);
  const more = {
    findings: plan.findings,
    details,
    ...(plan.profiles ? { profiles: plan.profiles } : {}),
  };
  if (unknown.length > 0) return outcome(plan.host, 'unknown', reasons(unknown).join('; '), more);
  if (differing.length + harm.length > 0)
    return outcome(plan.host, 'differs', [...reasons(differing), ...harm].join('; '), more);
  const summary = verdicts.includes('compliant') ? 'compliant' : 'nothing here applies to this host';
  return outcome(plan.host, 'compliant', summary, more);
}

/** Somebody's changes on this host are neither kept nor undone. */
export const unfinishedRuns = (host: string, { runs, lock }: Hello): readonly string[] =>
  runs
    .filter(({ state }) => state === 'open')
    .map(({ run, person, controller, at }) => {
      if (at === '')
        return `run ${printable(run)} was left on this host, and its record cannot be read; setright recover ${host} says more`;
      const who = `run ${printable(run)} of ${printable(person)} at ${printable(controller)} (${printable(at)})`;
      return lock?.run === run && lock.alive
        ? `${who} is at work on this host; look again when it has ended`
        : `${who} is unfinished on this host, and what it has set may yet be undone; setright recover ${host}, or apply of its plan, settles it`;
    });
