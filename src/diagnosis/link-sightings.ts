import type { CausalLink, LinkGround, LinkNotShown, PlacedSighting } from '../model/causal-chain.ts';
import { type Mechanism, mechanisms } from './mechanisms.ts';

export interface Linked {
  readonly links: readonly CausalLink[];
  readonly notLinked: readonly LinkNotShown[];
}

/** IP addresses of a host, as far as the inventory says them. */
export type AddressesOf = (host: string) => readonly string[];

/** Every pair that a mechanism could join, with what speaks for it; a pair that the evidence keeps apart is told with the reason. */
export function linkSightings(sightings: readonly PlacedSighting[], addressesOf: AddressesOf): Linked {
  const links: CausalLink[] = [];
  const notLinked: LinkNotShown[] = [];
  for (const mechanism of mechanisms)
    for (const cause of sightings.filter(({ kind }) => kind === mechanism.from))
      for (const effect of sightings.filter(({ kind }) => kind === mechanism.to)) {
        if (mechanism.sameHost && cause.host !== effect.host) continue;
        const found = weigh(mechanism, cause, effect, addressesOf);
        const ends = { from: cause.id, to: effect.id };
        if ('why' in found)
          notLinked.push({ ...ends, what: `${textOf(cause)}; ${textOf(effect)}`, why: found.why });
        else links.push({ ...ends, how: mechanism.how, ...found });
      }
  return { links: links.filter((link) => !isRoundabout(link, links)), notLinked };
}

const textOf = ({ host, text }: PlacedSighting): string => (host === '' ? text : `${host}: ${text}`);

/** Where the way over a third is shown, the short cut says nothing more. */
const isRoundabout = (link: CausalLink, links: readonly CausalLink[]): boolean =>
  links.some((first) => first.from === link.from && links.some((next) => isNext(first, next, link)));

const isNext = (first: CausalLink, next: CausalLink, link: CausalLink): boolean =>
  next.from === first.to && next.to === link.to;

type Linkable = { readonly because: string; readonly ground: LinkGround } | { readonly why: string };

function weigh(
  mechanism: Mechanism,
  cause: PlacedSighting,
  effect: PlacedSighting,
  addressesOf: AddressesOf,
): Linkable {
  const unlike = mechanism.unlike?.(effect);
  if (unlike !== undefined) return { why: unlike };
  const apart = secondsApart(cause, effect);
  if (apart === undefined) return { why: 'one of the two has no time' };
  if (apart > mechanism.withinSeconds)
    return { why: `${hoursText(apart)} lie between them: too far apart to belong together` };
  const time = apart === 0 ? 'they happen at the same time' : `${hoursText(apart)} lie between them`;
  const who = concerned(cause, effect, addressesOf);
  return 'why' in who ? who : { ...who, because: `${time}; ${who.because}` };
}

function concerned(cause: PlacedSighting, effect: PlacedSighting, addressesOf: AddressesOf): Linkable {
  if (cause.host === effect.host) return { because: `both on ${effect.host}`, ground: 'host' };
  const own = addressesOf(effect.host);
  if (isOfAddresses(cause)) {
    if (cause.who.includes(effect.host.toLowerCase()))
      return { because: `it is the way to ${effect.host}`, ground: 'host' };
    const shared = cause.who.filter((address) => own.includes(address));
    if (shared.length > 0)
      return { because: `it concerns ${shared.join(', ')}, which is ${effect.host}`, ground: 'address' };
    return own.length > 0 && cause.who.length > 0
      ? { why: `it concerns ${cause.who.join(', ')}, and ${effect.host} is ${own.join(', ')}` }
      : { because: `by their time only: the addresses of ${effect.host} are not known`, ground: 'time' };
  }
  if (cause.who.length === 0 || effect.who.length === 0)
    return { because: 'by their time only: whose they are, one of the two does not tell', ground: 'time' };
  const shared = cause.who.filter((name) => effect.who.includes(name));
  return shared.length > 0
    ? { because: `both are of ${shared.join(', ')}`, ground: 'account' }
    : { why: `they are of different accounts (${cause.who.join(', ')}; ${effect.who.join(', ')})` };
}

const isOfAddresses = ({ kind }: PlacedSighting): boolean =>
  kind === 'large-packets-vanish' || kind === 'packets-lost';

/** 0 when they overlap; undefined when one of them has no time. */
export function secondsApart(one: PlacedSighting, other: PlacedSighting): number | undefined {
  const [start, end, otherStart, otherEnd] = [one.from, one.to, other.from, other.to].map(Date.parse);
  const gap = Math.max((otherStart ?? 0) - (end ?? 0), (start ?? 0) - (otherEnd ?? 0), 0);
  return Number.isNaN(gap) ? undefined : gap / 1000;
}

const hoursText = (seconds: number): string =>
  seconds < 5400 ? `${Math.max(1, Math.round(seconds / 60))} min` : `${Math.round(seconds / 3600)} h`;
