export { carryingScript } from './carrying-script.ts';
export { FrameReader, type LineItem } from './frame-reader.ts';
export { readReply } from './read-reply.ts';
export { readExportFrame, readRuntime, readScripts } from './read-scripts.ts';
export { describeRefusal } from './refusal.ts';
export type { ExportFrame, Runtime, ScriptFile } from './runtime.ts';
export { type ScriptHashes, scriptHashes } from './script-hashes.ts';
export { bootstrapArguments, prelude } from './start.ts';
export { readStderr } from './stderr.ts';
