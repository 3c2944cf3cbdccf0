import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { canonicalJson } from '../../src/model/json.ts';
import type { Runtime } from '../../src/powershell/index.ts';
import type { Case } from './case.ts';
import type { CaseRun } from './play-case.ts';

const SCHEMA = 'setright/transcript@1';

/** First line of a transcript: what was run, and the SHA-256 of every script that took part in it. */
interface Head {
  readonly schema: typeof SCHEMA;
  readonly engine: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** One line a case: everything that was said and what was left, and which case it was. */
export type PlayedCase = CaseRun & { readonly digest: string };

export interface Transcript extends Head {
  readonly cases: readonly PlayedCase[];
}

/** `engine` names the file: pwsh is PowerShell 7 on Linux before test/fakes/windows/. */
const transcriptPath = (engine: string): string =>
  fileURLToPath(new URL(`../fixtures/transcripts/${engine}.ndjson`, import.meta.url));

export const caseDigest = (each: Case): string =>
  createHash('sha256').update(canonicalJson(each)).digest('hex');

const scriptDigests = (runtime: Runtime): Head['scripts'] =>
  Object.fromEntries(runtime.files.map(({ path, sha256 }) => [path, sha256]));

/** Real PowerShell can be made to show it. */
export const playable = (cases: readonly Case[]): readonly Case[] =>
  cases.filter(({ only }) => only !== 'simulated');

export function readTranscript(engine: string): Transcript {
  const [first, ...rest] = readFileSync(transcriptPath(engine), 'utf8').trimEnd().split('\n');
  const head = JSON.parse(first ?? '') as Head;
  if (head.schema !== SCHEMA) throw new Error(`${transcriptPath(engine)} is no ${SCHEMA}`);
  return { ...head, cases: rest.map(unpack) };
}

export function writeTranscript(
  engine: string,
  version: string,
  runtime: Runtime,
  cases: readonly PlayedCase[],
): void {
  const path = transcriptPath(engine);
  const head: Head = { schema: SCHEMA, engine: version, scripts: scriptDigests(runtime) };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    `${path}.tmp`,
    [JSON.stringify(head), ...cases.map(pack)].map((line) => `${line}\n`).join(''),
  );
  renameSync(`${path}.tmp`, path);
}

/** A case of megabytes (it is about sizes) is kept packed; all others are there to be read, and compared by eye. */
const READABLE = 50_000;

function pack(played: PlayedCase): string {
  const text = JSON.stringify(played);
  if (text.length <= READABLE) return text;
  const packed = brotliCompressSync(text).toString('base64');
  return JSON.stringify({ case: played.case, digest: played.digest, packed });
}

function unpack(line: string): PlayedCase {
  const value = JSON.parse(line) as PlayedCase | { readonly packed: string };
  if (!('packed' in value)) return value;
  return JSON.parse(brotliDecompressSync(Buffer.from(value.packed, 'base64')).toString()) as PlayedCase;
}

/** Why a transcript proves nothing about what is in the checkout now; empty when it does. */
export function staleness(
  transcript: Transcript,
  runtime: Runtime,
  cases: readonly Case[],
): readonly string[] {
  const now = scriptDigests(runtime);
  const paths = new Set([...Object.keys(now), ...Object.keys(transcript.scripts)]);
  const played = new Map(transcript.cases.map((each) => [each.case, each.digest]));
  return [
    ...[...paths]
      .filter((path) => now[path] !== transcript.scripts[path])
      .map((path) => `script ${path} is another one than was run`),
    ...playable(cases)
      .filter((each) => played.get(each.name) !== caseDigest(each))
      .map((each) => `case "${each.name}" was not run as it is now`),
    ...[...played.keys()]
      .filter((name) => !cases.some((each) => each.name === name))
      .map((name) => `case "${name}" exists no more`),
  ];
}
