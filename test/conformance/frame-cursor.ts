/** A frame of a session: as it came, and as it reads. */
export interface Framed {
  readonly raw: string;
  readonly frame: Record<string, unknown>;
}

/** Goes through the frames of one session in the order in which they came. */
export interface FrameCursor {
  /** The next answer or notice, undefined when there is none, and the progress that came before it. */
  next(): {
    readonly frame: Record<string, unknown> | undefined;
    readonly progress: readonly Record<string, unknown>[];
  };
  /** What came and nobody expected. The answer to the goodbye that ends a case by itself may. */
  leftOver(where: string): readonly string[];
}

export function createFrameCursor(frames: readonly Framed[]): FrameCursor {
  let position = 0;
  const next: FrameCursor['next'] = () => {
    const end = frames.findIndex(({ frame }, index) => index >= position && !('progress' in frame));
    const progress = frames.slice(position, end < 0 ? frames.length : end).map(({ frame }) => frame);
    position = end < 0 ? frames.length : end + 1;
    return { frame: frames[end]?.frame, progress };
  };
  return {
    next,
    leftOver(where) {
      const left: string[] = [];
      for (let { frame } = next(); frame; { frame } = next()) left.push(JSON.stringify(frame));
      if (left.at(-1)?.includes('"reply":{"undone":')) left.pop();
      return left.map((frame) => `${where}: nobody asked for ${frame.slice(0, 300)}`);
    },
  };
}
