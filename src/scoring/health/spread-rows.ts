import { spread } from '../../lib/spread.ts';
import { type RowSequence, rowSequence } from './row-sequence.ts';

/** At most `count` rows, evenly spread over all of them, first and last included. */
export function spreadRows<T>(rows: RowSequence<T>, count: number): RowSequence<T | undefined> {
  const numbers = Array.from({ length: rows.length }, (_, at) => at);
  const chosen = spread(numbers, count);
  return rowSequence(chosen.length, (index) => rows.at(chosen[index] ?? 0));
}
