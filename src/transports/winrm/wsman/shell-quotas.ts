/** Limits of the shells that a host lets us open, and how many there are (winrm/config/winrs, MS-WSMV 2.2.4). */
import { printable, shortened } from '../../../model/printable.ts';
import { WsmanFaultError } from '../failures.ts';
import { Namespace } from './envelope.ts';
import type { Wsman } from './wsman.ts';
import { allNamed, type Element, firstNamed } from './xml.ts';

export interface Quota {
  readonly name: string;
  readonly value: string;
  /** A group policy holds it: what is set on the host has no effect. */
  readonly isPolicy: boolean;
}

const shown = [
  'AllowRemoteShellAccess',
  'MaxShellsPerUser',
  'MaxMemoryPerShellMB',
  'MaxProcessesPerShell',
  'MaxConcurrentUsers',
  'IdleTimeout',
] as const;
export type QuotaName = (typeof shown)[number];

/** Those that the host tells, in this order. */
export function quotasIn(config: Element): ReadonlyMap<QuotaName, Quota> {
  const winrs = firstNamed(config, Namespace.config, 'Winrs');
  const found = shown.flatMap((name): (readonly [QuotaName, Quota])[] => {
    const element = winrs && firstNamed(winrs, Namespace.config, name);
    if (element === undefined) return [];
    const value = shortened(printable(element.text.trim()), 40);
    return [[name, { name, value, isPolicy: element.attributes.get('Source') === 'GPO' }]];
  });
  return new Map(found);
}

const ENUMERATION = 'http://schemas.xmlsoap.org/ws/2004/09/enumeration';

export interface OpenShell {
  readonly owner: string;
  readonly client: string;
}

/** The shells that stand open on the host now; undefined when it does not tell. Rejects as `Wsman.ask` does, but for faults. */
export async function openShells(wsman: Wsman, seconds: number): Promise<readonly OpenShell[] | undefined> {
  try {
    const answer = await wsman.ask({
      action: `${ENUMERATION}/Enumerate`,
      resource: Namespace.shell,
      body:
        `<n:Enumerate xmlns:n="${ENUMERATION}"><w:OptimizeEnumeration/>` +
        '<w:MaxElements>1000</w:MaxElements></n:Enumerate>',
      seconds,
    });
    const text = (shell: Element, name: string) =>
      shortened(printable(firstNamed(shell, Namespace.shell, name)?.text.trim() ?? ''), 100);
    return allNamed(answer, Namespace.shell, 'Shell').map((shell) => ({
      owner: text(shell, 'Owner'),
      client: text(shell, 'ClientIP'),
    }));
  } catch (cause) {
    if (cause instanceof WsmanFaultError) return undefined;
    throw cause;
  }
}
