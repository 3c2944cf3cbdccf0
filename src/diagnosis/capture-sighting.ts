import type { CapturedConversation, CaptureReport, CaptureVerdict } from '../model/capture.ts';
import type { SightingKind } from '../model/sighting.ts';
import type { Observed } from './observation.ts';

const kinds: Readonly<Record<Exclude<CaptureVerdict, 'indeterminate'>, SightingKind>> = {
  'black-hole': 'large-packets-vanish',
  'too-big-ignored': 'large-packets-vanish',
  'fragments-lost': 'large-packets-vanish',
  loss: 'packets-lost',
  'too-big-told': 'large-packets-cross',
  fine: 'large-packets-cross',
};

/** What a capture says of the path; whom it concerns are the ends of the conversations that its verdict rests on. */
export function captureSighting({
  verdict,
  reasons,
  conversations,
  fragments,
  from,
  to,
  packets,
}: CaptureReport): Observed {
  if (verdict === 'indeterminate')
    return { sightings: [], couldNotTell: [`The capture tells nothing: ${reasons.join('; ')}`] };
  const concerned = conversations.filter((each) => each.verdict === verdict);
  const who = [
    ...concerned.flatMap(endsOf),
    ...(verdict === 'fragments-lost' ? fragments.first.flatMap((hole) => [hole.from, hole.to]) : []),
  ];
  const text = `The capture shows it (${verdict}): ${reasons.join(' ').replace(/\.$/, '')}`;
  return {
    sightings: [{ kind: kinds[verdict], text, from, to, count: packets, who: [...new Set(who)] }],
    couldNotTell: [],
  };
}

const endsOf = ({ directions: [one] }: CapturedConversation): readonly string[] =>
  [one.from, one.to].map(addressIn);

/** `10.0.0.1` of `10.0.0.1:49152`, `2001:db8::1` of `[2001:db8::1]:443`. */
const addressIn = (end: string): string => end.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
