import type { Place } from '../place.ts';

/** More tensors than this are no help in finding a fault; `lockstep adapter` lists them all. */
const SHOWN = 8;

/** The first few tensors of a file to go and look at. */
export function tensorPlaces(path: string, names: readonly string[]): readonly Place[] {
  return names.slice(0, SHOWN).map((name) => ({ kind: 'tensor', path, name }));
}
