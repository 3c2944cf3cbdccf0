import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'bold';
export type Paint = (tone: Tone, text: string) => string;

const styles = { good: 'green', bad: 'red', warn: 'yellow', dim: 'dim', bold: 'bold' } as const;

const noPaint: Paint = (_tone, text) => text;

const colours: Paint = (tone, text) => styleText(styles[tone], text, { validateStream: false });

/** Colour only in a terminal that can show it, and never against NO_COLOR (no-color.org: any value that is not empty). */
export function paintFor(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const { NO_COLOR, TERM } = environment;
  return isTerminal && !NO_COLOR && TERM !== 'dumb' ? colours : noPaint;
}
