import type { Damage } from '../evidence/damage.ts';
import { type Gathered, unreadable } from '../evidence/gathered.ts';

/** A file of rows that gave none, with its first damage as the reason. */
export function noRows(path: string, damage: readonly Damage[]): Gathered<never> {
  return unreadable(path, noRowsReason(damage));
}

/** Why a file of rows gave none, as the end of a sentence that begins with its path. */
export function noRowsReason([first]: readonly Damage[]): string {
  if (first === undefined) return 'it holds no rows';
  return `no row could be used; ${first.line === undefined ? '' : `line ${first.line}: `}${first.reason}`;
}
