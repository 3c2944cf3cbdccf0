import type { JsonObject } from '../../../model/json.ts';
import type { CrmTracesFact, EventTextsFact, Signature } from '../../../model/signatures.ts';
import { sameName } from '../../../model/windows-name.ts';
import { type Session, WindowsRefusal } from '../state/work.ts';
import { profilesFact } from '../windows/profiles.ts';
import { onDisk } from './file-versions.ts';

const SIGNATURES = 20;
const EVENTS_SEARCHED = 5000;
const TRACES_SHOWN = 20;
const MOST_KILOBYTES = 4096;
const TRACE_FOLDERS = [
  'AppData\\Local\\Microsoft\\MSCRM\\Traces',
  'Local Settings\\Application Data\\Microsoft\\MSCRM\\Traces',
];
const TRACE_NAME = /-OUTLOOK-Client-\d{8}-\d+\.log$/i;

/** Events by what they say, whoever logged them. */
export function eventTextsFact({ state, now }: Session, ask: JsonObject): EventTextsFact {
  const signatures = signaturesOf(ask);
  const { log, hours } = ask;
  if (typeof log !== 'string' || typeof hours !== 'number')
    throw new WindowsRefusal('the question does not say which log, and how far back');
  if (state.eventsUnreadable !== undefined) throw new WindowsRefusal(state.eventsUnreadable);
  const until = Date.parse(now());
  const events = state.events
    .filter((event) => sameName(event.log, log))
    .filter(({ at }) => Date.parse(at) >= until - hours * 3_600_000 && Date.parse(at) <= until)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const searched = events.slice(0, EVENTS_SEARCHED);
  return {
    searched: searched.length,
    capped: events.length > EVENTS_SEARCHED,
    found: signatures.map((signature) => {
      const hits = searched.filter(({ message, properties }) =>
        holds([message, ...properties].join('\n'), signature),
      );
      return { count: hits.length, latest: hits[0]?.at ?? '' };
    }),
  };
}

/** The ends of the CRM client's trace files, in the folders of all users. */
export function crmTracesFact({ state }: Session, ask: JsonObject): CrmTracesFact {
  const signatures = signaturesOf(ask);
  const { kilobytes } = ask;
  if (typeof kilobytes !== 'number' || kilobytes < 1 || kilobytes > MOST_KILOBYTES)
    throw new WindowsRefusal('the question does not say how many kilobytes of each');
  const folders = profilesFact(state)
    .profiles.filter(({ kind }) => kind === 'user')
    .flatMap(({ path }) => TRACE_FOLDERS.map((folder) => `${path}\\${folder}`));
  const files = (state.disk ?? [])
    .map((file) => ({ ...file, path: onDisk(file.path) }))
    .filter(({ path }) => folders.some((folder) => sameName(path.slice(0, path.lastIndexOf('\\')), folder)))
    .filter(({ path }) => TRACE_NAME.test(path))
    .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
  return {
    files: files.slice(0, TRACES_SHOWN).map(({ path, at = '', text = '', deny }) => {
      const lines = text.slice(-kilobytes * 1024).split('\n');
      const found = signatures.map((signature) => lines.filter((line) => holds(line, signature)).length);
      const head = { path, at, size: text.length };
      return deny ? { ...head, status: 'unreadable', found: [] } : { ...head, status: 'read', found };
    }),
  };
}

const holds = (text: string, signature: Signature): boolean => signature.every((part) => text.includes(part));

function signaturesOf({ signatures }: JsonObject): readonly Signature[] {
  const isSignature = (value: unknown): value is Signature =>
    Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
  if (!Array.isArray(signatures) || signatures.length === 0 || signatures.length > SIGNATURES)
    throw new WindowsRefusal('the question does not say which signatures');
  if (!signatures.every(isSignature)) throw new WindowsRefusal('the question does not say which signatures');
  return signatures as unknown as readonly Signature[];
}
