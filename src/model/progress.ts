import type { HostOutcome } from './outcome.ts';

/** What a run tells whoever watches: the terminal, a log, a test. The engine never prints. */
export type RunEvent =
  | { readonly kind: 'host-started'; readonly host: string }
  | { readonly kind: 'host-step'; readonly host: string; readonly step: string }
  | { readonly kind: 'host-ended'; readonly host: string; readonly outcome: HostOutcome }
  /** Everything that crossed the line or came as noise, with credentials never in it. */
  | {
      readonly kind: 'line';
      readonly host: string;
      readonly direction: 'sent' | 'received' | 'noise' | 'stderr';
      readonly text: string;
    };

export type Watcher = (event: RunEvent) => void;
