import { createHash } from 'node:crypto';

/** One script of the package, as it lies in `scripts/`. */
export interface ScriptFile {
  /** Below `scripts/`, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Everything a host is sent: the same bytes for every host and run of one version. */
export interface Runtime {
  readonly text: string;
  /** Of `text`: what a plan names as the reader of its states. */
  readonly sha256: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** The script that reads `text` on the host and runs it; not part of it. */
  readonly bootstrap: string;
}

const BOOTSTRAP = 'bootstrap.ps1';

/** Around the runtime in a script that carries a plan; no host is sent it. */
const EXPORT = 'export/';
const EXPORT_HEAD = 'export/head.ps1';

/** Tables first, what fills them next, the loop last. */
const ORDER = [
  'core/',
  'windows/',
  'resources/',
  'facts/',
  'effects/',
  'record/',
  'undo.ps1',
  'verbs/',
  'runtime.ps1',
];

/** Pure. Throws on a file that has no place in the order: it would silently not be sent. */
export function assembleRuntime(files: readonly ScriptFile[]): Runtime {
  const bootstrap = files.find((file) => file.path === BOOTSTRAP);
  if (!bootstrap) throw new Error(`${BOOTSTRAP} is missing`);
  const sent = files
    .filter((file) => file !== bootstrap && !file.path.startsWith(EXPORT))
    .map((file) => ({ ...file, rank: rankOf(file.path) }))
    .sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1));
  const text = joined(sent);
  return {
    text,
    sha256: sha256(text),
    files: [bootstrap, ...sent].map((file) => ({ path: file.path, sha256: sha256(file.text) })),
    bootstrap: bootstrap.text,
  };
}

/** What an exported script has besides the runtime: the same for every plan of one version. */
export interface ExportFrame {
  /** First in the file: its parameters. */
  readonly head: string;
  /** After the runtime. */
  readonly tail: string;
  /** Of `head` and `tail`, in this order. */
  readonly sha256: string;
}

export function assembleExport(files: readonly ScriptFile[]): ExportFrame {
  const [head, ...more] = files
    .filter(({ path }) => path.startsWith(EXPORT))
    .sort(
      (a, b) => Number(b.path === EXPORT_HEAD) - Number(a.path === EXPORT_HEAD) || (a.path < b.path ? -1 : 1),
    );
  if (head?.path !== EXPORT_HEAD) throw new Error(`${EXPORT_HEAD} is missing`);
  const frame = { head: joined([head]), tail: joined(more) };
  return { ...frame, sha256: sha256(frame.head + frame.tail) };
}

const joined = (files: readonly ScriptFile[]): string =>
  files.map((file) => `# ---- ${file.path}\n${file.text.trimEnd()}\n`).join('\n');

function rankOf(path: string): number {
  for (const [rank, place] of ORDER.entries())
    if (place.endsWith('/') ? path.startsWith(place) : path === place) return rank;
  throw new Error(`scripts/${path} has no place in the runtime`);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
