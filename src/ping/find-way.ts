import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { UnreachableError } from '../model/errors.ts';
import type { IpFamily } from '../model/resource.ts';
import { run } from './run-program.ts';

/** From which of our addresses and interfaces packets to a peer leave. */
export interface Way {
  readonly peer: string;
  readonly family: IpFamily;
  readonly address: string;
  readonly source: string;
  /** Index, 0 where this system does not tell. */
  readonly interface: number;
  readonly mtu: number;
}

/** Nothing is sent to any peer on this port: a UDP socket is only asked which way it would go. */
const DISCARD = 9;

/** Rejects with UnreachableError: no address of this family, no route, or no MTU to be had. */
export async function findWay(peer: string, family: IpFamily, signal: AbortSignal): Promise<Way> {
  const version = family === 'IPv4' ? 4 : 6;
  const found = await lookup(peer, { family: version }).catch(() => undefined);
  // An address is taken as it is, whatever was asked for.
  if (found?.family !== version) throw new UnreachableError(`${peer} has no ${family} address.`);
  const source = await sourceTo(found.address, version);
  const name = interfaceWith(source);
  if (source === undefined || name === undefined)
    throw new UnreachableError(`No route leads to ${found.address}.`);
  const { mtu, index } =
    process.platform === 'linux' ? await linuxInterface(name) : await otherInterface(name, signal);
  return { peer, family, address: found.address, source, interface: index, mtu };
}

async function sourceTo(address: string, version: 4 | 6): Promise<string | undefined> {
  const socket = createSocket(version === 4 ? 'udp4' : 'udp6');
  try {
    socket.connect(DISCARD, address);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}

const interfaceWith = (source: string | undefined): string | undefined =>
  Object.entries(networkInterfaces()).find(([, all]) => all?.some(({ address }) => address === source))?.[0];

async function linuxInterface(name: string): Promise<{ readonly mtu: number; readonly index: number }> {
  const read = async (what: string) => Number(await readFile(`/sys/class/net/${name}/${what}`, 'utf8'));
  return { mtu: await read('mtu'), index: await read('ifindex') };
}

async function otherInterface(name: string, signal: AbortSignal) {
  const { text } = await run('ifconfig', [name], signal);
  const mtu = Number(/\bmtu (\d+)/.exec(text)?.[1]);
  if (!Number.isInteger(mtu)) throw new UnreachableError(`ifconfig does not tell the MTU of ${name}.`);
  return { mtu, index: 0 };
}
