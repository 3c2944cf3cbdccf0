export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'bold';

/** How a report may look where it is read: at most `width` columns, and how to colour. */
export interface Look {
  readonly width: number;
  readonly paint: (tone: Tone, text: string) => string;
}
