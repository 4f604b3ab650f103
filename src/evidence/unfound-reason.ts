import type { Gathered } from './gathered.ts';

/** Why something is not there, as part of a sentence that begins with where it was looked for. */
export function unfoundReason(gathered: Exclude<Gathered<unknown>, { state: 'found' }>): string {
  if (gathered.state === 'absent') return `there is no ${gathered.looked.join(' or ')}`;
  return `${gathered.from}: ${gathered.reason}`;
}
