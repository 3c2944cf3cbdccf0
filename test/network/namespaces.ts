import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';

/** Why network namespaces cannot be made here, or undefined when they can. */
export function whyNoNamespaces(...tools: readonly string[]): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'network namespaces need Linux and root';
  const missing = ['ip', ...tools].find((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing) return `${missing} is not installed`;
  const name = `sr-probe-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return 'ip netns add is not allowed here';
  spawnSync('ip', ['netns', 'delete', name]);
  return;
}

/** Waits until a program has said so. */
export function heard(child: ChildProcess, stream: 'stdout' | 'stderr', text: string): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    child[stream]?.on('data', (piece: Buffer) => {
      said += piece;
      if (said.includes(text)) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it said "${text}": ${said}`)));
  });
}

/** Network namespaces of one test, all taken away at its end. */
export class Namespaces {
  readonly #prefix: string;
  readonly #names: string[] = [];
  readonly #children: ChildProcess[] = [];

  constructor(label: string) {
    this.#prefix = `sr-${process.pid}-${label}`;
  }

  add(name: string): void {
    execFileSync('ip', ['netns', 'add', this.full(name)]);
    this.#names.push(name);
    this.run(name, 'ip', 'link', 'set', 'lo', 'up');
    // Else an IPv6 address is silent for its first seconds.
    this.run(
      name,
      'sysctl',
      '-qw',
      'net.ipv6.conf.default.accept_dad=0',
      'net.ipv6.conf.default.router_solicitations=0',
    );
  }

  full = (name: string): string => `${this.#prefix}-${name}`;

  /** A pair of interfaces, each in its namespace with addresses and a size. */
  link(one: LinkEnd, other: LinkEnd, mtu: number): void {
    const ends = [one, other] as const;
    const [first, second] = ends.map(({ space, name }) => ['netns', this.full(space), 'name', name]);
    execFileSync('ip', ['link', 'add', ...(first ?? []), 'type', 'veth', 'peer', ...(second ?? [])]);
    for (const { space, name, addresses } of ends) {
      for (const address of addresses)
        this.run(
          space,
          'ip',
          'address',
          'add',
          address,
          'dev',
          name,
          ...(address.includes(':') ? ['nodad'] : []),
        );
      this.run(space, 'ip', 'link', 'set', 'dev', name, 'mtu', String(mtu), 'up');
      // Else captures show packets that the wire never carries.
      this.run(space, 'ethtool', '-K', name, 'tso', 'off', 'gso', 'off', 'gro', 'off', 'tx', 'off');
    }
  }

  run(space: string, ...words: readonly string[]): string {
    return execFileSync('ip', ['netns', 'exec', this.full(space), ...words], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  /** The exit code decides nothing here: a transfer that stalls is an answer too. */
  try(
    space: string,
    ...words: readonly string[]
  ): { readonly status: number | null; readonly stdout: string } {
    return spawnSync('ip', ['netns', 'exec', this.full(space), ...words], {
      encoding: 'utf8',
      timeout: 480_000,
    });
  }

  start(space: string, ...words: readonly string[]): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', this.full(space), ...words], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    return child;
  }

  remove(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const name of this.#names) spawnSync('ip', ['netns', 'delete', this.full(name)]);
  }
}

interface LinkEnd {
  readonly space: string;
  readonly name: string;
  readonly addresses: readonly string[];
}
