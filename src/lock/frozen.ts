import type { Gathered } from '../evidence/gathered.ts';
import { whyUnknown } from './why-unknown.ts';

/** A part of the lock from an artifact: frozen where it was found, else the reason why it could not be. */
export function frozen<T, U>(gathered: Gathered<T>, freezing: (value: T) => U) {
  return gathered.state === 'found'
    ? { state: 'frozen' as const, value: freezing(gathered.value) }
    : whyUnknown(gathered);
}
