import type { Fact, FactName, FactValues, Reading } from '../model/fact.ts';
import { cluster } from './cluster.ts';
import { connections } from './connections.ts';
import { crmTraces } from './crm-traces.ts';
import { eventTexts } from './event-texts.ts';
import { events } from './events.ts';
import type { FactType } from './fact-type.ts';
import { fileVersions } from './file-versions.ts';
import { interfaces } from './interfaces.ts';
import { os } from './os.ts';
import { outlookDataFiles } from './outlook-data-files.ts';
import { pathMtu } from './path-mtu.ts';
import { pendingReboot } from './pending-reboot.ts';
import { powershell } from './powershell.ts';
import { processMemory } from './process-memory.ts';
import { processes } from './processes.ts';
import { profiles } from './profiles.ts';
import { registryKeys } from './registry-keys.ts';
import { registryTree } from './registry-tree.ts';
import { service } from './service.ts';

/** The table of facts: one entry for every fact that the model names. */
export const factTypes: { readonly [N in FactName]: FactType<N> } = {
  os,
  powershell,
  service,
  cluster,
  interfaces,
  profiles,
  events,
  'path-mtu': pathMtu,
  connections,
  'file-versions': fileVersions,
  'registry-tree': registryTree,
  'registry-keys': registryKeys,
  'outlook-data-files': outlookDataFiles,
  'event-texts': eventTexts,
  'crm-traces': crmTraces,
  'pending-reboot': pendingReboot,
  processes,
  'process-memory': processMemory,
};

/** What a host answered, as the typed value it must be, or "could not tell" with the reason. */
export const readFact = <N extends FactName>(name: N, fact: Fact): Reading<FactValues[N]> =>
  (factTypes[name] as FactType<N>).read(fact);
