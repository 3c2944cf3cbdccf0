/** One path MTU in every number that somebody is asked for. The same packet: only who counts which headers differs. */
export interface PathSizes {
  /** The whole IP packet: what routers and interfaces are told. */
  readonly mtu: number;
  /** Without the headers of IP and TCP: what a connection agrees on. */
  readonly mss: number;
  readonly mss6: number;
  /** Without those of IP and ICMP: what ping is told. */
  readonly payload: number;
  readonly payload6: number;
}

export const sizesOf = (mtu: number): PathSizes => ({
  mtu,
  mss: mtu - 40,
  mss6: mtu - 60,
  payload: mtu - 28,
  payload6: mtu - 48,
});
