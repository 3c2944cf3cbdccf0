import type {
  CapturedConversation,
  CapturedDirection,
  CaptureReport,
  CaptureVerdict,
  FragmentHole,
} from '../model/capture.ts';
import { counted, printable } from '../model/printable.ts';
import type { Look, Tone } from './look.ts';
import { table } from './table.ts';
import { indented } from './wrap.ts';

const tones: Readonly<Record<CaptureVerdict, Tone>> = {
  'black-hole': 'bad',
  'too-big-ignored': 'bad',
  'fragments-lost': 'bad',
  loss: 'warn',
  'too-big-told': 'good',
  indeterminate: 'dim',
  fine: 'good',
};

const meanings: Readonly<Record<CaptureVerdict, string>> = {
  'black-hole': 'large packets vanish without a word, small ones cross',
  'too-big-ignored': 'a router says "too big", and the sender goes on',
  'fragments-lost': 'parts of fragmented packets never come',
  loss: 'packets vanish whatever their size',
  'too-big-told': 'path MTU discovery works here',
  indeterminate: 'nothing in it tells',
  fine: 'full packets crossed',
};

const MOST_SHOWN = 10;

/** What a capture shows: the verdict with its packets, then conversations with trouble one by one. */
export function captureText(name: string, report: CaptureReport, look: Look): string {
  const { verdict, reasons, conversations, notListed, fragments, otherTooBig, cutShort } = report;
  const troubled = conversations.filter((each) => !['fine', 'indeterminate'].includes(each.verdict));
  const shown = troubled.slice(0, MOST_SHOWN);
  const more = troubled.length - shown.length;
  return [
    look.paint('bold', printable(name)),
    `  ${countsText(report)}`,
    ...(cutShort === undefined ? [] : [indented(printable(cutShort), look.width, 2)]),
    '',
    `${look.paint(tones[verdict], verdict)}: ${meanings[verdict]}`,
    ...reasons.map((reason) => indented(`- ${printable(reason)}`, look.width, 2, 2)),
    ...shown.flatMap((each) => ['', conversationText(each, look)]),
    ...(more > 0 ? ['', `${counted(more, 'more conversation')} with trouble: --json lists them.`] : []),
    ...(fragments.packets > 0 ? ['', ...fragmentLines(fragments.packets, fragments.first, look)] : []),
    ...otherTooBig
      .slice(0, MOST_SHOWN)
      .map(({ packet, router, mtu, about }) =>
        indented(
          `packet ${packet}: ${router} says that ${about.size} bytes from ${about.from} to ${about.to} are too big, ${mtu} fit`,
          look.width,
          0,
          2,
        ),
      ),
    '',
    `${counted(conversations.length + notListed, 'TCP conversation')}: ${tally(conversations)}${notListed > 0 ? `, ${notListed} not listed` : ''}`,
  ].join('\n');
}

function countsText({ format, packets, from, to, notIp }: CaptureReport): string {
  const time = from === '' ? '' : `, ${from} to ${to}`;
  return `${format}, ${counted(packets, 'packet')}${notIp > 0 ? `, ${notIp} of them no IP` : ''}${time}`;
}

const tally = (conversations: readonly CapturedConversation[]): string =>
  [...Map.groupBy(conversations, ({ verdict }) => verdict)]
    .map(([verdict, all]) => `${all.length} ${verdict}`)
    .join(', ') || 'none';

function conversationText(conversation: CapturedConversation, look: Look): string {
  const { directions, verdict, firstPacket, lastPacket } = conversation;
  const [one] = directions;
  const title = `${one.from} and ${one.to}, packets ${firstPacket} to ${lastPacket}: ${look.paint(tones[verdict], verdict)}`;
  return [title, table(['', ...directions.map(({ from }) => `from ${from}`)], rowsOf(directions), look)].join(
    '\n',
  );
}

type Row = readonly [title: string, text: (direction: CapturedDirection) => string];

const rows: readonly Row[] = [
  ['MSS it announced', ({ mss }) => (mss === null ? 'not captured' : String(mss))],
  [
    'largest with DF that crossed',
    ({ largestCrossed }) =>
      largestCrossed ? `${largestCrossed.size} (packet ${largestCrossed.packet})` : 'none seen',
  ],
  [
    'smallest that did not',
    ({ smallestSwallowed }) =>
      smallestSwallowed
        ? `${smallestSwallowed.size} (sent ${counted(smallestSwallowed.sends, 'time')}, packets ${smallestSwallowed.packet} to ${smallestSwallowed.lastPacket})`
        : 'none',
  ],
  [
    '"too big" about it',
    ({ tooBig }) =>
      tooBig.map(({ packet, router, mtu }) => `${mtu} from ${router} (packet ${packet})`).join('\n') ||
      'none',
  ],
  ['sent again', ({ retransmissions }) => listText(retransmissions)],
  [
    'never came by',
    ({ missing }) =>
      missing.map(({ bytes, before }) => `${bytes} bytes before packet ${before}`).join('\n') || '-',
  ],
  [
    'duplicate ACKs it sent',
    ({ longestDuplicateAckRun: run }) =>
      run ? `up to ${run.length} in a row (packets ${run.first} to ${run.last})` : '-',
  ],
  ['resets it sent', ({ resets }) => listText(resets)],
];

const rowsOf = (directions: CapturedConversation['directions']) =>
  rows.map(([title, text]) => [{ text: title }, ...directions.map((each) => ({ text: text(each) }))]);

const listText = ({ count, first }: CapturedDirection['resets']): string =>
  count === 0 ? '-' : `${count} (packets ${first.join(', ')}${count > first.length ? ', ...' : ''})`;

function fragmentLines(packets: number, first: readonly FragmentHole[], look: Look): readonly string[] {
  const holes = first
    .slice(0, MOST_SHOWN)
    .map(({ from, to, id, packets: seen, missing }) =>
      indented(
        `IP identification ${id}, ${from} to ${to}: packets ${seen.join(', ')} came, missing ${missing.map(({ start, end }) => `bytes ${start} to ${end ?? 'the end'}`).join(', ')}`,
        look.width,
        2,
        2,
      ),
    );
  return [`${counted(packets, 'fragment')}${first.length === 0 ? ', all of them whole' : ''}`, ...holes];
}
