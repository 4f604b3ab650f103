import type { RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import { pythonTypeName } from './python-type-name.ts';

/** A list of ids or mask bits from a data set. None is a TypeError in Python; anything else odd is not predicted. */
export function readNumbers(value: RowValue | undefined, column: string): Result<readonly number[], TrainerFailure> {
  if (Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isInteger(item)))
    return ok(value.filter((item) => typeof item === 'number'));
  const type = Array.isArray(value) ? 'CannotTell' : 'TypeError';
  return fail(
    type,
    `The column ${column} holds ${pythonTypeName(value)} in a row where the trainer takes a list of whole numbers. Store one list of ids per row.`,
  );
}
