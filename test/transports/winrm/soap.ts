/** Messages as a Windows host writes them, and the little that a test server has to read of ours. None of the client's own code. */
import { randomUUID } from 'node:crypto';

const WINDOWS = 'http://schemas.microsoft.com/wbem/wsman/1/windows';

export interface Said {
  /** The last word of the action: Create, Command, Send, Receive, Signal, Delete, Get. */
  readonly action: string;
  readonly messageId: string;
  readonly seconds: number;
  readonly shellId: string;
  readonly commandId: string;
  readonly text: string;
}

export function readMessage(text: string): Said {
  const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return {
    action: found(/<a:Action[^>]*>[^<]*\/([A-Za-z]+)<\/a:Action>/),
    messageId: found(/<a:MessageID>([^<]*)</),
    seconds: Number(found(/<w:OperationTimeout>PT([0-9.]+)S</)),
    shellId: found(/<w:Selector Name="ShellId">([^<]*)</),
    commandId: found(/CommandId="([^"]*)"/),
    text,
  };
}

export const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/** The bytes that a Send brings. */
export const stdinIn = (text: string): Buffer =>
  Buffer.from(/>([A-Za-z0-9+/=]*)<\/rsp:Stream>/.exec(text)?.[1] ?? '', 'base64');

const envelope = (action: string, relatesTo: string, body: string): string =>
  `<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="${WINDOWS}/shell" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"><s:Header><a:Action>${action}</a:Action><a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body>${body}</s:Body></s:Envelope>`;

export const answer = (said: Said, body: string): string =>
  envelope(`${WINDOWS}/shell/${said.action}Response`, said.messageId, body);

export const created = (shellId: string): string =>
  `<x:ResourceCreated><a:Address>http://ex01/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>${WINDOWS}/shell/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name="ShellId">${shellId}</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated><rsp:Shell><rsp:ShellId>${shellId}</rsp:ShellId><rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut></rsp:Shell>`;

export const begun = (commandId: string): string =>
  `<rsp:CommandResponse><rsp:CommandId>${commandId}</rsp:CommandId></rsp:CommandResponse>`;

export const sent = '<rsp:SendResponse/>';

export function received(commandId: string, stdout: Buffer, stderr: Buffer, exitCode?: number): string {
  const streams = Object.entries({ stdout, stderr }).flatMap(([name, data]) =>
    data.length === 0
      ? []
      : [`<rsp:Stream Name="${name}" CommandId="${commandId}">${data.toString('base64')}</rsp:Stream>`],
  );
  const state =
    exitCode === undefined
      ? `<rsp:CommandState CommandId="${commandId}" State="${WINDOWS}/shell/CommandState/Running"/>`
      : `<rsp:Stream Name="stdout" CommandId="${commandId}" End="true"/><rsp:Stream Name="stderr" CommandId="${commandId}" End="true"/><rsp:CommandState CommandId="${commandId}" State="${WINDOWS}/shell/CommandState/Done"><rsp:ExitCode>${exitCode}</rsp:ExitCode></rsp:CommandState>`;
  return `<rsp:ReceiveResponse>${streams.join('')}${state}</rsp:ReceiveResponse>`;
}

export const config = (kilobytes: number, winrs: string): string =>
  `<cfg:Config xmlns:cfg="http://schemas.microsoft.com/wbem/wsman/1/config"><cfg:MaxEnvelopeSizekb>${kilobytes}</cfg:MaxEnvelopeSizekb><cfg:MaxTimeoutms>60000</cfg:MaxTimeoutms><cfg:Winrs>${winrs}</cfg:Winrs></cfg:Config>`;

/** Shells that stand open, as an optimised enumeration gives them. */
export const listed = (owners: readonly string[]): string =>
  `<n:EnumerateResponse xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><n:EnumerationContext/><w:Items>${owners
    .map(
      (owner) =>
        `<rsp:Shell><rsp:ShellId>${randomUUID().toUpperCase()}</rsp:ShellId><rsp:Owner>${owner}</rsp:Owner><rsp:ClientIP>10.0.20.107</rsp:ClientIP></rsp:Shell>`,
    )
    .join('')}</w:Items><w:EndOfSequence/></n:EnumerateResponse>`;

/** What WinRM tells strangers of itself. */
export const identified =
  '<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body><wsmid:IdentifyResponse xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion><wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor><wsmid:ProductVersion>OS: 0.0.0 SP: 0.0 Stack: 3.0</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>';

/** As WinRM writes its own faults; quotas of the shell plug-in come as the second form. */
export function fault(said: Said, code: number, text: string, isWmi = false): string {
  const inner = isWmi
    ? `<p:MSFT_WmiError xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/MSFT_WmiError"><p:error_Code>${code}</p:error_Code><p:Message>${text}</p:Message></p:MSFT_WmiError>`
    : `<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="${code}" Machine="EX01"><f:Message>${text}</f:Message></f:WSManFault>`;
  return envelope(
    'http://schemas.dmtf.org/wbem/wsman/1/wsman/fault',
    said.messageId,
    `<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:InternalError</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">${text}</s:Text></s:Reason><s:Detail>${inner}</s:Detail></s:Fault>`,
  );
}
