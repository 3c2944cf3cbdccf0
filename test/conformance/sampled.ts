const EVERY = 12;

/** Every twelfth: a second and a half each on two cores, while the transcript has them all. */
export const sampled = <Each>(all: readonly Each[]): readonly Each[] =>
  all.filter((_each, index) => index % EVERY === 0);
