import { createHash } from 'node:crypto';
import { readBridgeRemote, readExportFrame, readRuntime } from './read-scripts.ts';
import { sentBootstrap, withoutComments } from './start.ts';

/** SHA-256 of what runs on hosts, as it arrives there: by these a log or a rule recognises it. */
export interface ScriptHashes {
  /** Of the text that `-EncodedCommand` decodes to, its characters as ASCII. */
  readonly bootstrap: string;
  /** Of the text that the bootstrap reads and runs. */
  readonly runtime: string;
  /** Of what an exported script has around the runtime. */
  readonly exportFrame: string;
  /** Of what a remote session runs that was opened with `native: false`. */
  readonly bridge: string;
}

/** Of this version's scripts, from their files. */
export function scriptHashes(): ScriptHashes {
  const runtime = readRuntime();
  return {
    bootstrap: createHash('sha256').update(sentBootstrap(runtime)).digest('hex'),
    runtime: runtime.sha256,
    exportFrame: readExportFrame().sha256,
    bridge: createHash('sha256').update(withoutComments(readBridgeRemote())).digest('hex'),
  };
}
