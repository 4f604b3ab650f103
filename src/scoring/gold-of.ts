import type { JsonValue } from '../formats/json-value.ts';
import { climbLadder } from './parse-ladder.ts';
import type { PredictionRow } from './scored-row.ts';
import type { Task } from './task.ts';

/**
 * The right answer of a row: its gold or, where it has none, what its target says. Fields may be written as JSON text, as tables must;
 * a text that a strict parser does not take is no gold, so that the row stays unjudged.
 */
export function goldOf({ gold, target }: Pick<PredictionRow, 'gold' | 'target'>, task: Task): JsonValue | undefined {
  const given = gold ?? (task.kind === 'free' ? undefined : target);
  if (task.kind !== 'extract' || typeof given !== 'string') return given;
  const { rung, value } = climbLadder(given, 'object');
  return rung === 'strict' ? value : undefined;
}
