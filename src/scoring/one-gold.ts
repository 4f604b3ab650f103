import type { JsonValue } from '../formats/json-value.ts';
import { goldOf } from './gold-of.ts';
import type { PredictionRow } from './scored-row.ts';
import type { Task } from './task.ts';

type Recorded = Pick<PredictionRow, 'gold' | 'target'>;

/** What is right for two answers to one row: where one of them does not say it, what the other one says. */
export function oneGold(
  first: Recorded,
  second: Recorded,
  task: Task,
): { readonly gold: JsonValue | undefined; readonly target: string | undefined } {
  const target = first.target ?? second.target;
  return { gold: goldOf({ gold: first.gold ?? second.gold, target }, task), target };
}
