import { found, type Gathered } from '../evidence/gathered.ts';
import { type JsonValue, parseJson } from '../formats/json.ts';
import { guessTask } from '../gather/guess-task.ts';
import type { LintInputs } from '../gather/lint-inputs.ts';
import type { LintRows } from '../gather/lint-rows.ts';
import { spreadRows } from '../scoring/health/spread-rows.ts';
import type { Task } from '../scoring/task.ts';

/** An even part of more answers says as much about how many different ones there are. */
const MOST_ANSWERS = 10_000;

/** The task as it is written; else what the training answers show beyond doubt, by the same rules as recorded golds. */
export function answeredTask(given: LintInputs['task'], { rows, path }: LintRows): Gathered<Task> {
  if (given.state !== 'absent') return given;
  const guess = guessTask();
  for (const row of spreadRows(rows, MOST_ANSWERS))
    guess.add(row?.answer === undefined ? {} : { gold: goldOf(row.answer) });
  return found(guess.result(), path);
}

/** Objects have fields; of other JSON, as of text, the whole answer may be a class. */
function goldOf(answer: string): JsonValue {
  const parsed = parseJson(answer);
  const value = parsed.ok ? parsed.value.value : null;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : answer.trim();
}
