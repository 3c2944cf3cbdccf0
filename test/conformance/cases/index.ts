import type { Case } from '../case.ts';
import { byHandCases } from './by-hand.ts';
import { claimCases } from './claim.ts';
import { clusterCases } from './cluster.ts';
import { connectionCases } from './connections.ts';
import { diskCases } from './disk.ts';
import { effectCases } from './effects.ts';
import { cutEffectCases } from './effects-cut.ts';
import { factCases } from './facts.ts';
import { fullDiskCases } from './full-disk.ts';
import { guardCases } from './guard.ts';
import { guardRefusalCases } from './guard-refused.ts';
import { helloCases } from './hello.ts';
import { hiveCases } from './hives.ts';
import { leftHiveCases } from './hives-left.ts';
import { interfaceCases } from './interfaces.ts';
import { leaseCases } from './lease.ts';
import { oddLineCases } from './odd-lines.ts';
import { outlookDataFileCases } from './outlook-data-files.ts';
import { pathCases } from './paths.ts';
import { plantedCases } from './planted.ts';
import { portRangeCases } from './port-ranges.ts';
import { processMemoryCases } from './process-memory.ts';
import { profileCases } from './profiles.ts';
import { rebootCases } from './reboot.ts';
import { rebootFactCases } from './reboot-facts.ts';
import { recordCases } from './record.ts';
import { recoveryCases } from './recovery.ts';
import { refusalCases } from './refusals.ts';
import { registryTreeCases } from './registry-below.ts';
import { oddRegistryCases } from './registry-odd.ts';
import { registryReadCases } from './registry-read.ts';
import { registryWriteCases } from './registry-write.ts';
import { serviceCases } from './services.ts';
import { lateServiceCases } from './services-on-their-way.ts';
import { signatureCases } from './signatures.ts';
import { spoiltCases } from './spoilt.ts';
import { textCases } from './texts.ts';
import { timedUndoCases } from './timed-undo.ts';
import { trialCases } from './trials.ts';
import { cutTrialCases } from './trials-cut.ts';
import { turnCases } from './turns.ts';
import { undoCases } from './undo.ts';
import { cutUndoCases } from './undo-cut.ts';

/** Every promise of docs/line.md. */
export const cases: readonly Case[] = [
  ...helloCases,
  ...registryReadCases,
  ...registryWriteCases,
  ...oddRegistryCases,
  ...textCases,
  ...serviceCases,
  ...lateServiceCases,
  ...portRangeCases,
  ...interfaceCases,
  ...profileCases,
  ...hiveCases,
  ...leftHiveCases,
  ...factCases,
  ...pathCases,
  ...clusterCases,
  ...connectionCases,
  ...diskCases,
  ...refusalCases,
  ...registryTreeCases,
  ...processMemoryCases,
  ...outlookDataFileCases,
  ...signatureCases,
  ...recordCases,
  ...fullDiskCases,
  ...plantedCases,
  ...turnCases,
  ...undoCases,
  ...cutUndoCases,
  ...oddLineCases,
  ...leaseCases,
  ...claimCases,
  ...guardCases,
  ...guardRefusalCases,
  ...timedUndoCases,
  ...trialCases,
  ...cutTrialCases,
  ...recoveryCases,
  ...byHandCases,
  ...spoiltCases,
  ...effectCases,
  ...cutEffectCases,
  ...rebootCases,
  ...rebootFactCases,
];
