import { RefusedError, UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import { type OfferedHostKey, scanHostKey, trustHostKey } from '../../transports/ssh/index.ts';
import { openAsker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { HostOptions } from '../options.ts';
import { CANCELLED } from '../steps/consent.ts';
import { openFleet } from '../steps/fleet.ts';

export async function trustHost(
  terminal: Terminal,
  name: string,
  options: HostOptions & { readonly fingerprint?: string },
): Promise<number> {
  const fleet = await openFleet(terminal, options);
  const [host, ...others] = fleet.select([name]);
  if (!host || others.length > 0)
    throw new UsageError(`${name} is more than one host; trust them one by one`);
  const { transport } = host;
  if (transport.type !== 'ssh' && !(transport.type === 'winrm' && transport.via.length > 0))
    throw new UsageError(`${host.name} is reached by ${transport.type}; only ssh has host keys`);
  if (options.fingerprint !== undefined && !/^SHA256:[A-Za-z0-9+/]{43}$/.test(options.fingerprint))
    throw new UsageError(
      `--fingerprint: found ${printable(options.fingerprint)}, expected SHA256: and 43 characters, as ssh-keygen -lf prints it`,
    );
  const offered = await scanHostKey(host, fleet.transportOptions, fleet.context.cancellation.dropped);
  const show = options.fingerprint === undefined ? terminal.tell : terminal.say;
  show(offerText(offered));
  if (offered.standing !== 'known') {
    refuseWorse(offered);
    if (!(await isConfirmed(terminal, offered, options.fingerprint))) {
      terminal.tell('Not trusted; nothing was written.');
      return CANCELLED;
    }
    await trustHostKey(offered);
  } else if (options.fingerprint !== undefined) refuseAnother(offered, options.fingerprint);
  const { fingerprint, type, knownHosts } = offered;
  terminal.result(
    () => ({
      schema: 'setright/hosts-trust@1',
      host: host.name,
      name: offered.name,
      type,
      fingerprint,
      knownHosts,
      before: offered.standing,
    }),
    () =>
      offered.standing === 'known'
        ? `${offered.name} is known by this key already (${knownHosts}).`
        : `${offered.name} is now known by ${type} ${fingerprint} (${knownHosts}).`,
  );
  if (offered.who !== host.name)
    terminal.say(`That was a machine on the way to ${host.name}: run this again for the next one.`);
  return 0;
}

function offerText({ who, name, type, fingerprint, standing, knownHosts }: OfferedHostKey): string {
  const offered = [`${printable(who)}: ${name} offers the host key`, `  ${type} ${fingerprint}`];
  if (standing === 'known') return [...offered, `which ${knownHosts} knows.`].join('\n');
  return [
    ...offered,
    `which ${knownHosts} ${says[standing]}. Compare it at the host itself, not over this line:`,
    '  ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub      on Windows',
    '  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub                elsewhere',
    '(the file is named after the type of the key: ed25519, ecdsa, rsa)',
  ].join('\n');
}

const says = {
  unknown: 'does not know',
  changed: 'does not know, although it knows another of this host',
  revoked: 'marks as revoked',
} as const;

/** A key that changed or was revoked is never a matter of yes and no. */
function refuseWorse({ standing, who, name, fingerprint, known, knownHosts }: OfferedHostKey): void {
  if (standing === 'unknown') return;
  if (standing === 'revoked')
    throw new RefusedError(
      `${printable(who)}: ${knownHosts} marks the key ${fingerprint} of ${name} as revoked. Nothing was written. ` +
        'Whoever revoked it holds it for stolen: ask them, and give the host a new key',
    );
  const before = known.map((key) => `${key.type} ${key.fingerprint}`).join(', ') || 'none';
  throw new RefusedError(
    `${printable(who)}: the key ${fingerprint} of ${name} is ${standing}; ${knownHosts} knows ${before}. ` +
      'Nothing was written. Find out why first; then remove the old line from that file yourself and run this again',
  );
}

function refuseAnother({ who, fingerprint }: OfferedHostKey, expected: string): void {
  if (fingerprint !== expected)
    throw new RefusedError(
      `${printable(who)}: the host offers ${fingerprint}, not ${expected}. Nothing was written: another machine may be answering`,
    );
}

async function isConfirmed(
  terminal: Terminal,
  offered: OfferedHostKey,
  expected: string | undefined,
): Promise<boolean> {
  if (expected !== undefined) {
    refuseAnother(offered, expected);
    return true;
  }
  const asker = await openAsker(
    terminal,
    'a host key is trusted by a person who has compared it, or with --fingerprint',
  );
  return asker.one('Is this what the host itself shows?', [
    { value: false, name: 'no, or not compared' },
    { value: true, name: 'yes, it is the same' },
  ]);
}
