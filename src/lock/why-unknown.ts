import type { Gathered } from '../evidence/gathered.ts';

/** A part of the lock that could not be frozen, with the file that is missing or damaged. */
export function whyUnknown(gathered: Exclude<Gathered<unknown>, { readonly state: 'found' }>) {
  const because =
    gathered.state === 'absent'
      ? `there is no ${gathered.looked.join(' or ')}`
      : `${gathered.from}: ${gathered.reason}`;
  return { state: 'unknown' as const, because };
}
