import type { HttpProxy } from '../model/host.ts';
import type { Refuse, SettledTransport } from './host-transport.ts';
import { credentialReference, refuseUnlessAddress, type Surroundings } from './surroundings.ts';

const PORT = 8080;

/** Undefined where there is none; `{}` takes an inherited one away. */
export function httpProxy(
  { proxy, via = [] }: SettledTransport,
  around: Surroundings,
  refuse: Refuse,
): HttpProxy | undefined {
  if (proxy === undefined || Object.keys(proxy).length === 0) return undefined;
  const { address, port = PORT, user, password } = proxy;
  const wrong = (text: string): undefined => refuse('proxy', text) as undefined;
  if (via.length > 0)
    return wrong(
      'found a proxy beside via, expected one of them: name the jump hosts or the proxy, or proxy: {}',
    );
  if (address === undefined) return wrong('found no address of the proxy, expected one; add address:');
  refuseUnlessAddress(address, (_key, text) => wrong(text));
  if (user?.includes(':')) return wrong('found a user of the proxy with a colon, which Basic cannot carry');
  if ((user === undefined) !== (password === undefined))
    return wrong(
      'found one of user and password of the proxy, expected both, or none where it asks for no login',
    );
  if (user === undefined || password === undefined) return { address, port };
  return { address, port, user, password: credentialReference(password, around) };
}
