import type { Damage } from '../evidence/damage.ts';
import { type Gathered, unreadable } from '../evidence/gathered.ts';

/** A file of rows that gave none, with its first damage as the reason. */
export function noRows(path: string, damage: readonly Damage[]): Gathered<never> {
  const [first] = damage;
  if (!first) return unreadable(path, 'it holds no rows');
  return unreadable(
    path,
    `no row could be used; ${first.line === undefined ? '' : `line ${first.line}: `}${first.reason}`,
  );
}
