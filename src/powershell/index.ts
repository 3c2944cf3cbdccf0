export { FRAME_LIMITS, type FrameLimits, FrameReader, type LineItem } from './frame-reader.ts';
export { readReply, readUndone } from './read-reply.ts';
export { readRuntime, readScripts } from './read-scripts.ts';
export { describeRefusal, type Refusal, readRefusal } from './refusal.ts';
export { assembleRuntime, type Runtime, type ScriptFile } from './runtime.ts';
export { bootstrapArguments, prelude } from './start.ts';
export { readStderr } from './stderr.ts';
