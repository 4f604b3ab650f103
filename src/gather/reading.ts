import type { Damage } from '../evidence/damage.ts';
import type { Gathered } from '../evidence/gathered.ts';

/** What reading an artifact gave, with damage that its type has no place for. It ends up in `layout.damage`. */
export interface Reading<T> {
  readonly gathered: Gathered<T>;
  readonly damage: readonly Damage[];
}
