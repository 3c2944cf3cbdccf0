/** IP interfaces by index. A team stands here as its own adapter; its members have no IP interface. */
export interface InterfacesFact {
  readonly interfaces: readonly {
    readonly index: number;
    readonly alias: string;
    /** The adapter's; '' for what has none. */
    readonly description: string;
    /** 'other' has no adapter: loopback, tunnels. */
    readonly kind: 'physical' | 'virtual' | 'team' | 'other';
    readonly families: readonly ('IPv4' | 'IPv6')[];
  }[];
}
