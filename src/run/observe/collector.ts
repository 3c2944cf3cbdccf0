import { createHash } from 'node:crypto';
import {
  COLLECTED_HOURS,
  type CollectorLine,
  linesOfQuestion,
  linesOfResource,
} from '../../model/collected.ts';
import type { UserProfile } from '../../model/profile.ts';
import type { Evidence } from '../../model/remedy.ts';
import type { ScriptFile } from '../../powershell/index.ts';
import { collectorText } from '../../powershell/index.ts';
import { readParameters, remedies } from '../../remedies/index.ts';

export interface Collector {
  readonly text: string;
  /** Of `text`. */
  readonly sha256: string;
  /** For a system without any PowerShell: commands for the registry's part of it. */
  readonly commands: readonly string[];
}

/** The script that asks all that the catalogue needs to know, with the parameters that remedies have by themselves. */
export function makeCollector(scripts: readonly ScriptFile[]): Collector {
  const lines = collectorLines();
  const commands = lines.flatMap(commandOf);
  const text = collectorText(scripts, { lines, hours: COLLECTED_HOURS, commands });
  return { text, sha256: createHash('sha256').update(text).digest('hex'), commands };
}

function collectorLines(): readonly CollectorLine[] {
  const needs = remedies.filter(canDoAlone).map((remedy) => {
    const parameters = readParameters(remedy, {}, '');
    const { facts, resources } = remedy.needs(parameters);
    return { facts, resources: [...resources, ...(remedy.resources?.(parameters, oneUser) ?? [])] };
  });
  const lines = needs.flatMap(({ facts, resources }) => [
    ...Object.values(facts).flatMap((question) => linesOfQuestion(question) ?? []),
    ...resources.flatMap((resource) => linesOfResource(resource) ?? []),
  ]);
  return [...new Set(lines)].filter((line) => !line.startsWith('list|')).sort();
}

/** Stands for whoever has a profile there: which keys of a hive are wanted is the same for all of them. */
const oneUser = ((name: string) =>
  name === 'profiles'
    ? { known: true, at: '', value: { profiles: [anybody] } }
    : { known: false, at: '', why: 'nobody was asked yet' }) as Evidence['fact'];
const anybody: UserProfile = { sid: 'S-1-5-21-0-0-0-1000', path: '', loaded: true, kind: 'user', name: '' };

/** Not one that does nothing until somebody states something. */
const canDoAlone = ({ parameters }: (typeof remedies)[number]): boolean =>
  Object.values(parameters).every((parameter) => parameter.default !== undefined);

function commandOf(line: CollectorLine): readonly string[] {
  const found = /^(key|tree)\|(.+)$/.exec(line);
  return found ? [`reg query "${found[2]}"${found[1] === 'tree' ? ' /s' : ''}`] : [];
}
