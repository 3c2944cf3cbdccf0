import { Namespaces } from './namespaces.ts';

/** The host, the routers between, the peer: a - r1 - r2 - b, the way between the routers narrower. */
export const HOST = '10.77.1.1';
export const PEER = '10.77.3.1';
export const HOST6 = 'fd77:1::1';
export const PEER6 = 'fd77:3::1';
export const NEAR_ROUTER = '10.77.1.254';
export const NEAR_ROUTER6 = 'fd77:1::254';

/**
 * Two routers, because one does not do: a router drops a frame that is larger than its own incoming interface without a word. The
 * narrow way lies between them, as the tunnel does between two VPN routers.
 */
export class TwoRouters {
  readonly spaces: Namespaces;

  constructor(label: string, narrow = 1492) {
    const spaces = new Namespaces(label);
    this.spaces = spaces;
    for (const name of ['a', 'r1', 'r2', 'b']) spaces.add(name);
    const end = (space: string, name: string, ...addresses: string[]) => ({ space, name, addresses });
    spaces.link(
      end('a', 'up', `${HOST}/24`, `${HOST6}/64`),
      end('r1', 'lan', `${NEAR_ROUTER}/24`, `${NEAR_ROUTER6}/64`),
      1500,
    );
    spaces.link(
      end('r1', 'wan', '10.77.2.1/24', 'fd77:2::1/64'),
      end('r2', 'wan', '10.77.2.2/24', 'fd77:2::2/64'),
      narrow,
    );
    spaces.link(
      end('r2', 'lan', '10.77.3.254/24', 'fd77:3::254/64'),
      end('b', 'up', `${PEER}/24`, `${PEER6}/64`),
      1500,
    );
    for (const router of ['r1', 'r2'])
      spaces.run(router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    this.#route('a', 'up', NEAR_ROUTER, NEAR_ROUTER6);
    this.#route('b', 'up', '10.77.3.254', 'fd77:3::254');
    this.#route('r1', 'wan', '10.77.2.2', 'fd77:2::2');
    this.#route('r2', 'wan', '10.77.2.1', 'fd77:2::1');
  }

  /** Both routers keep "too big" to themselves, as a careless firewall rule does. */
  swallowTooBig(): void {
    this.rules('inet hole', [
      'add chain inet hole leaving { type filter hook output priority 0; }',
      'add rule inet hole leaving icmp type destination-unreachable icmp code frag-needed drop',
      'add rule inet hole leaving icmpv6 type packet-too-big drop',
    ]);
  }

  /** The way itself carries 1500; the peer's router lets nothing larger than the narrow size out, and says nothing. */
  swallowFromPeer(narrow = 1492): void {
    for (const router of ['r1', 'r2'])
      this.spaces.run(router, 'ip', 'link', 'set', 'dev', 'wan', 'mtu', '1500');
    for (const line of [
      'add table inet oneway',
      'add chain inet oneway passing { type filter hook forward priority 0; }',
      `add rule inet oneway passing iifname "lan" meta length > ${narrow} drop`,
    ])
      this.spaces.run('r2', 'nft', line);
  }

  /** No ping passes, whatever its size. */
  dropPings(): void {
    this.rules('inet mute', [
      'add chain inet mute passing { type filter hook forward priority 0; }',
      'add rule inet mute passing icmp type echo-request drop',
      'add rule inet mute passing icmpv6 type echo-request drop',
    ]);
  }

  /** Of so many packets the last is lost, whatever its size. */
  lose(every: number): void {
    this.rules('inet loss', [
      'add chain inet loss passing { type filter hook forward priority 0; }',
      `add rule inet loss passing numgen inc mod ${every} == ${every - 1} drop`,
    ]);
  }

  /** What routers do against the symptom: connections agree on smaller segments. */
  clamp(mss: number): void {
    this.rules('inet clamp', [
      'add chain inet clamp passing { type filter hook forward priority 0; }',
      `add rule inet clamp passing tcp flags syn tcp option maxseg size set ${mss}`,
    ]);
  }

  /** nft lines on both routers, in a table of their own. */
  rules(table: string, lines: readonly string[]): void {
    for (const router of ['r1', 'r2'])
      for (const line of [`add table ${table}`, ...lines]) this.spaces.run(router, 'nft', line);
  }

  takeRulesAway(table: string): void {
    for (const router of ['r1', 'r2']) this.spaces.run(router, 'nft', `delete table ${table}`);
  }

  /** What hosts and routers remember of paths. */
  forget(): void {
    for (const space of ['a', 'r1', 'r2', 'b']) {
      for (const family of ['-4', '-6']) this.spaces.try(space, 'ip', family, 'route', 'flush', 'cache');
      this.spaces.try(space, 'ip', 'tcp_metrics', 'flush', 'all');
    }
  }

  remove(): void {
    this.spaces.remove();
  }

  #route(space: string, device: string, via: string, via6: string): void {
    this.spaces.run(space, 'ip', 'route', 'add', 'default', 'via', via, 'dev', device);
    this.spaces.run(space, 'ip', '-6', 'route', 'add', 'default', 'via', via6, 'dev', device);
  }
}
