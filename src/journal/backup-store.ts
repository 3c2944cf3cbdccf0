import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { HostChange } from '../model/host-record.ts';
import { canonicalJson, isPlainObject, parsedJson } from '../model/json.ts';
import type { Sealed, ShownState, State } from '../model/state.ts';
import type { DataFolder } from './data-folder.ts';
import { writeWhole } from './durable.ts';
import { keptRandom } from './kept-random.ts';
import { ownFile } from './own-file.ts';

const BACKUP_SCHEMA = 'setright/backup@1';

/** The only place on the controller that holds exact bytes of sensitive states, and the exact backup of every host of a run. */
export class BackupStore {
  readonly #folder: string;
  readonly #key: Buffer;

  private constructor(folder: string, key: Buffer) {
    this.#folder = folder;
    this.#key = key;
  }

  static async open(data: DataFolder): Promise<BackupStore> {
    return new BackupStore(data.backups, await fingerprintKey(data.fingerprintKey));
  }

  /** The exact previous and wanted states of a host, on disk when this returns. Returns the file's path. */
  async saveHost(run: string, host: string, changes: readonly HostChange[]): Promise<string> {
    const path = this.#hostPath(run, host);
    const text = `${JSON.stringify({ schema: BACKUP_SCHEMA, run, host, changes })}\n`;
    await ownFile(path, () => writeWhole(path, text));
    return path;
  }

  async loadHost(run: string, host: string): Promise<readonly HostChange[]> {
    const path = this.#hostPath(run, host);
    const { changes } = await this.#load(path, `the backup of ${host} in run ${run}`);
    if (!Array.isArray(changes)) throw spoilt(path, `the backup of ${host} in run ${run}`);
    return changes as readonly HostChange[];
  }

  /** Keeps the exact state here and returns what may be shown in its place. */
  async seal(state: State): Promise<ShownState> {
    if (state.status !== 'present') return state;
    const sealed: Sealed = { status: 'sealed', fingerprint: this.fingerprint(state) };
    const path = this.#sealedPath(sealed);
    const text = `${JSON.stringify({ schema: BACKUP_SCHEMA, state })}\n`;
    await ownFile(path, () => writeWhole(path, text));
    return sealed;
  }

  async unseal(shown: ShownState): Promise<State> {
    if (shown.status !== 'sealed') return shown;
    const path = this.#sealedPath(shown);
    const { state } = await this.#load(path, 'a sensitive state of this plan');
    if (!isPlainObject(state)) throw spoilt(path, 'a sensitive state of this plan');
    return state as unknown as State;
  }

  /** What may be shown of a state without keeping it: the fingerprint alone. */
  shown(state: State): ShownState {
    return state.status === 'present' ? { status: 'sealed', fingerprint: this.fingerprint(state) } : state;
  }

  fingerprint(state: State): string {
    return `hmac-sha256:${createHmac('sha256', this.#key).update(canonicalJson(state)).digest('hex').slice(0, 32)}`;
  }

  async #load(path: string, what: string): Promise<Record<string, unknown>> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (cause) {
      throw new UsageError(
        `${path}: ${what} is not in this data folder; use --data-dir with the folder in which the plan or run was made`,
        { cause },
      );
    }
    const entry = parsedJson(text);
    if (!isPlainObject(entry)) throw spoilt(path, what);
    if (entry.schema !== BACKUP_SCHEMA)
      throw new UsageError(`${path}: this version reads ${BACKUP_SCHEMA}, found ${entry.schema}`);
    return entry;
  }

  /** Host names come from an inventory: only their hash becomes part of a path. */
  #hostPath(run: string, host: string): string {
    const name = createHmac('sha256', 'host').update(host).digest('hex').slice(0, 24);
    return join(this.#folder, run, `${name}.json`);
  }

  #sealedPath(sealed: Sealed): string {
    const name = createHmac('sha256', 'sealed').update(sealed.fingerprint).digest('hex').slice(0, 32);
    return join(this.#folder, 'sealed', `${name}.json`);
  }
}

const spoilt = (path: string, what: string): UsageError =>
  new UsageError(
    `${path}: ${what} is not as it was written. Put the file back from a copy of the data folder; ` +
      'the host has the same states in its own record of the run, and undo.ps1 beside them takes the run back there',
  );

const fingerprintKey = (path: string): Promise<Buffer> =>
  keptRandom({
    path,
    bytes: 32,
    what: 'the key of fingerprints',
    withoutIt: 'sensitive states then show other fingerprints than in older plans and journals',
  });
