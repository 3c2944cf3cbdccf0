import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import {
  type AskSecret,
  credentialReferences,
  type Inventory,
  loadInventory,
  rememberingCredentials,
  resolveCredential,
} from '../../inventory/index.ts';
import { BackupStore } from '../../journal/backup-store.ts';
import { controllerId } from '../../journal/controller-id.ts';
import { openDataFolder } from '../../journal/data-folder.ts';
import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { Speaker } from '../../model/host-record.ts';
import type { Watcher } from '../../model/progress.ts';
import { readRuntime } from '../../powershell/index.ts';
import { Cancellation } from '../../run/cancellation.ts';
import { defaultLimits, type RunContext } from '../../run/context.ts';
import { createTransports, type TransportOptions } from '../../transports/index.ts';
import { readVersion } from '../version.ts';

/** What a controller may be told; everything has a default. */
export interface ControllerOptions {
  /** Path of the inventory; else SETRIGHT_INVENTORY, else ./inventory.yaml. */
  readonly inventory?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly parallel?: number | undefined;
  readonly connectSeconds?: number | undefined;
  readonly guardSeconds?: number | undefined;
  readonly rebootTimeout?: number | undefined;
  readonly waitForClose?: number | undefined;
  readonly allowCommand?: boolean | undefined;
  /** Mount the hives of users who are not logged on, one at a time, where a state of theirs is wanted. */
  readonly loadHives?: boolean | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly askSecret?: AskSecret;
  readonly watch?: Watcher;
}

/** The machine that Setright runs on: its inventory, its data folder, its ways to hosts. */
export interface Controller {
  readonly inventory: Inventory;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly context: RunContext;
  readonly transportOptions: TransportOptions;
  /** Fetches the credentials of these hosts now, so that nobody is asked in the middle of a run. */
  unlock(hosts: readonly Host[]): Promise<void>;
}

export async function openController(options: ControllerOptions): Promise<Controller> {
  const environment = options.environment ?? process.env;
  const inventory = await loadInventory(inventoryPath(options.inventory, environment));
  const ask = options.askSecret ?? refuseToAsk;
  const credential = rememberingCredentials((reference) => resolveCredential(reference, ask, environment));
  const transportOptions: TransportOptions = {
    credential,
    allowCommand: options.allowCommand ?? false,
    connectSeconds: options.connectSeconds ?? 30,
    environment,
  };
  const data = await openDataFolder(options.dataDir);
  return {
    inventory,
    hosts: new Map(inventory.hosts.map((host) => [host.name, host])),
    transportOptions,
    context: {
      transports: createTransports(transportOptions),
      runtime: await readRuntime(),
      speaker: speakerFrom(environment, await controllerId(data)),
      data,
      backups: await BackupStore.open(data),
      clock: () => new Date(),
      random: (bytes) => randomBytes(bytes).toString('hex'),
      watch: options.watch ?? (() => {}),
      cancellation: new Cancellation(),
      stalled: new Map(),
      loadHives: options.loadHives ?? false,
      limits: {
        ...defaultLimits,
        parallel: options.parallel ?? defaultLimits.parallel,
        guardSeconds: options.guardSeconds ?? defaultLimits.guardSeconds,
        closeSeconds: options.waitForClose ?? defaultLimits.closeSeconds,
        rebootSeconds: options.rebootTimeout ?? defaultLimits.rebootSeconds,
      },
    },
    unlock: async (hosts) => {
      for (const reference of credentialReferences(hosts)) await credential(reference);
    },
  };
}

export const inventoryPath = (
  chosen: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string => chosen ?? (environment.SETRIGHT_INVENTORY || 'inventory.yaml');

const refuseToAsk: AskSecret = (question) =>
  Promise.reject(new UsageError(`"${question}" is to be asked, and nobody is there to answer`));

/**
 * Written to locks, journals and the host's record. `controller` is `<hostname>/<id>`: a person reads which machine holds a host, and
 * equal ones share a data folder on it. `id` is the data folder's.
 */
export const speakerFrom = (
  environment: Readonly<Record<string, string | undefined>>,
  id: string,
): Speaker => ({
  version: readVersion(),
  controller: `${hostname()}/${id}`,
  person: personFrom(environment),
});

function personFrom(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    return environment.USER ?? environment.USERNAME ?? 'unknown';
  }
}
