import type { Runtime } from './runtime.ts';

/** The command line of the one PowerShell; the same in every session. */
export const bootstrapArguments = (runtime: Pick<Runtime, 'bootstrap'>): readonly string[] => [
  '-NoProfile',
  '-NonInteractive',
  '-OutputFormat',
  'Text',
  '-EncodedCommand',
  Buffer.from(sentBootstrap(runtime), 'utf16le').toString('base64'),
];

/** What the bootstrap reads first. The nonce is this session's: 32 hex digits that the host cannot have guessed. */
export function prelude(nonce: string, runtime: Pick<Runtime, 'text'>): string {
  if (!/^[0-9a-f]{32}$/.test(nonce)) throw new Error('a nonce has 32 hex digits');
  return `${nonce}\n${runtime.text.length}\n${runtime.text}\n`;
}

/** Comments and indentation stay at home: cmd.exe takes 8,191 characters. */
export const sentBootstrap = ({ bootstrap }: Pick<Runtime, 'bootstrap'>): string =>
  withoutComments(bootstrap);

export const withoutComments = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');
