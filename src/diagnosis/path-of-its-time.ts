import type { PlacedSighting } from '../model/causal-chain.ts';
import { secondsApart } from './link-sightings.ts';
import { PATH_STAYS } from './mechanisms.ts';

/** A path of another week says nothing of what was felt in this one. */
export const isOfItsTime = (path: PlacedSighting, felt: PlacedSighting): boolean =>
  (secondsApart(path, felt) ?? PATH_STAYS) < PATH_STAYS;
