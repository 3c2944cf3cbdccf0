import type { CapturedConversation, TooBigSeen } from '../model/capture.ts';
import { addressText } from './address-text.ts';
import { Conversation } from './conversation.ts';
import { type IpPacket, TCP } from './ip-packet.ts';
import { WORST_FIRST } from './judge-conversation.ts';
import { readTcp } from './tcp-segment.ts';
import type { TooBig } from './too-big.ts';

/** Followed at a time: the one that was silent longest makes room. Listed in the end; messages that fit to none. */
const MOST_OPEN = 2000;
const MOST_LISTED = 200;
const MOST_TOLD = 100;

interface Open {
  readonly conversation: Conversation;
  /** Who began: source and port of its first packet. */
  readonly beginner: string;
}

/** All TCP conversations of a capture, in bounded memory. */
export class Conversations {
  readonly #open = new Map<string, Open>();
  #listed: CapturedConversation[] = [];
  #notListed = 0;
  readonly otherTooBig: TooBigSeen[] = [];

  add(ip: IpPacket, packet: number, at: number): void {
    if (ip.protocol !== TCP) return;
    const segment = readTcp(ip.payload, ip.payloadLength);
    if (!segment) return;
    const [source, destination] = [end(ip.source, segment.from), end(ip.destination, segment.to)];
    const key = keyOf(source, destination);
    const found = this.#open.get(key);
    // The same ports again are another conversation.
    const isNew = segment.isSyn && !segment.hasAck && found?.conversation.isOver === true;
    if (isNew) this.#close(key);
    const open =
      found && !isNew ? found : { conversation: new Conversation(ip, segment, packet), beginner: source };
    this.#open.delete(key);
    this.#open.set(key, open);
    open.conversation.add(open.beginner === source ? 0 : 1, ip, segment, packet, at);
    if (this.#open.size <= MOST_OPEN) return;
    const [oldest] = this.#open.keys();
    if (oldest !== undefined) this.#close(oldest);
  }

  /** A "too big" belongs to the conversation whose packet it quotes. */
  tell(ip: IpPacket, { mtu, quoted }: TooBig, packet: number, at: number): void {
    const { source, destination, size } = quoted;
    const about = { from: addressText(source), to: addressText(destination), size };
    const seen: TooBigSeen = { packet, router: addressText(ip.source), mtu, about };
    const hasPorts = quoted.protocol === TCP && quoted.payload.length >= 4;
    const from = hasPorts ? end(source, quoted.payload.readUInt16BE(0)) : '';
    const to = hasPorts ? end(destination, quoted.payload.readUInt16BE(2)) : '';
    const open = hasPorts ? this.#open.get(keyOf(from, to)) : undefined;
    if (open) open.conversation.tell(open.beginner === from ? 0 : 1, seen, at);
    else if (this.otherTooBig.length < MOST_TOLD) this.otherTooBig.push(seen);
  }

  end(): { readonly listed: readonly CapturedConversation[]; readonly notListed: number } {
    for (const key of [...this.#open.keys()]) this.#close(key);
    this.#shorten();
    return { listed: this.#listed, notListed: this.#notListed };
  }

  #close(key: string): void {
    const open = this.#open.get(key);
    this.#open.delete(key);
    if (!open) return;
    this.#listed.push(open.conversation.report());
    if (this.#listed.length >= 2 * MOST_LISTED) this.#shorten();
  }

  /** The worst stay, in the order of the capture among equals. */
  #shorten(): void {
    const rank = ({ verdict }: CapturedConversation) => WORST_FIRST.indexOf(verdict);
    this.#listed.sort((one, other) => rank(one) - rank(other) || one.firstPacket - other.firstPacket);
    this.#notListed += Math.max(0, this.#listed.length - MOST_LISTED);
    this.#listed = this.#listed.slice(0, MOST_LISTED);
  }
}

const end = (address: string, port: number): string => `${address}/${port}`;
const keyOf = (one: string, other: string): string => (one < other ? `${one}|${other}` : `${other}|${one}`);
