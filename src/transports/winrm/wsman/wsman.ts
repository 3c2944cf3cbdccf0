import type { Channel } from '../channel.ts';
import { AnswerLostError } from '../failures.ts';
import { envelope, Namespace, type Operation, type Sender } from './envelope.ts';
import { type Element, firstNamed } from './xml.ts';

/** Asks one operation of WS-Management after the other over one channel. */
export class Wsman {
  readonly sender: Sender;
  readonly #channel: Channel;
  readonly #uuid: () => string;

  constructor(channel: Channel, sender: Sender, uuid: () => string) {
    this.#channel = channel;
    this.sender = sender;
    this.#uuid = uuid;
  }

  /** The answer's envelope; rejects as `Channel.post` does. */
  async ask(operation: Operation, isOnce = false): Promise<Element> {
    const messageId = `uuid:${this.#uuid().toUpperCase()}`;
    const text = envelope(operation, this.sender, messageId);
    const answer = await this.#channel.post(text, operation.seconds, isOnce);
    const relatesTo = firstNamed(answer, Namespace.addressing, 'RelatesTo')?.text.trim();
    if (relatesTo?.toUpperCase() === messageId.toUpperCase()) return answer;
    throw new AnswerLostError('the host answered another message than the one that was sent');
  }

  close(): void {
    this.#channel.close();
  }
}

const CONFIG = 'http://schemas.microsoft.com/wbem/wsman/1/config';
const GET = 'http://schemas.xmlsoap.org/ws/2004/09/transfer/Get';

/** What every server takes unless somebody made it smaller. */
export const smallestEnvelope = 150 * 1024;

/** Bytes that the host takes in one message. Rejects as `Wsman.ask` does. */
export const envelopeSize = async (wsman: Wsman, seconds: number): Promise<number> =>
  envelopeSizeIn(await serviceConfig(wsman, seconds));

/** What the service says of its limits, for administrators only. Rejects as `Wsman.ask` does. */
export const serviceConfig = (wsman: Wsman, seconds: number): Promise<Element> =>
  wsman.ask({ action: GET, resource: CONFIG, seconds });

export function envelopeSizeIn(config: Element): number {
  const kilobytes = Number(firstNamed(config, Namespace.config, 'MaxEnvelopeSizekb')?.text);
  if (!Number.isInteger(kilobytes) || kilobytes < 32) return smallestEnvelope;
  // More in one message saves nothing, and the host would hold it in memory several times.
  return Math.min(kilobytes, 500) * 1024;
}
