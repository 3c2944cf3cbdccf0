import { escapeXml } from './xml.ts';

export const Namespace = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  addressing: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  wsman: 'http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd',
  microsoft: 'http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd',
  shell: 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell',
  fault: 'http://schemas.microsoft.com/wbem/wsman/1/wsmanfault',
  config: 'http://schemas.microsoft.com/wbem/wsman/1/config',
} as const;

/** What we take in one answer: what servers since 2012 may send at most, unless they were told otherwise. */
const LARGEST_ANSWER = 512_000;

export interface Operation {
  readonly action: string;
  readonly resource: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly selectors?: Readonly<Record<string, string>>;
  /** XML; its names have the prefixes `rsp` (shell) and `w`. */
  readonly body?: string;
  /** After so long the host answers that it has no answer yet. */
  readonly seconds: number;
}

export interface Sender {
  /** URL of the host's WS-Management service. */
  readonly to: string;
  /** The same for all messages of one line: a server tells its log by it. */
  readonly sessionId: string;
}

/** One message (SOAP 1.2 with WS-Addressing and WS-Management headers). */
export function envelope(operation: Operation, sender: Sender, messageId: string): string {
  const { action, resource, options = {}, selectors = {}, body = '', seconds } = operation;
  const must = 's:mustUnderstand="true"';
  const header = [
    `<a:To>${escapeXml(sender.to)}</a:To>`,
    `<a:ReplyTo><a:Address ${must}>${Namespace.addressing}/role/anonymous</a:Address></a:ReplyTo>`,
    `<w:MaxEnvelopeSize ${must}>${LARGEST_ANSWER}</w:MaxEnvelopeSize>`,
    `<a:MessageID>${escapeXml(messageId)}</a:MessageID>`,
    '<w:Locale xml:lang="en-US" s:mustUnderstand="false"/>',
    '<p:DataLocale xml:lang="en-US" s:mustUnderstand="false"/>',
    `<p:SessionId s:mustUnderstand="false">${escapeXml(sender.sessionId)}</p:SessionId>`,
    `<w:OperationTimeout>PT${seconds}S</w:OperationTimeout>`,
    `<w:ResourceURI ${must}>${escapeXml(resource)}</w:ResourceURI>`,
    `<a:Action ${must}>${escapeXml(action)}</a:Action>`,
    set('w:OptionSet', 'w:Option', options),
    set('w:SelectorSet', 'w:Selector', selectors),
  ];
  const prefixes = { s: 'soap', a: 'addressing', w: 'wsman', p: 'microsoft', rsp: 'shell' } as const;
  const declared = Object.entries(prefixes).map(([prefix, name]) => `xmlns:${prefix}="${Namespace[name]}"`);
  return (
    `<s:Envelope ${declared.join(' ')}><s:Header>${header.join('')}</s:Header>` +
    `<s:Body>${body}</s:Body></s:Envelope>`
  );
}

function set(outer: string, inner: string, values: Readonly<Record<string, string>>): string {
  const members = Object.entries(values).map(
    ([name, value]) => `<${inner} Name="${escapeXml(name)}">${escapeXml(value)}</${inner}>`,
  );
  return members.length === 0 ? '' : `<${outer}>${members.join('')}</${outer}>`;
}
