import { inputValue } from '../../chat-template/input-values.ts';
import { pythonText } from '../../chat-template/python-repr.ts';
import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';

const FIELD = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** Python's `pattern.format(**row)` for plain `{column}` fields: the shape of most formatting functions. */
export function fillPattern(pattern: string, row: Row): Result<string, TrainerFailure> {
  let text = '';
  let at = 0;
  for (const match of pattern.matchAll(FIELD)) {
    const [whole, name] = match;
    text += pattern.slice(at, match.index);
    at = match.index + whole.length;
    if (whole === '{{' || whole === '}}') {
      text += whole.charAt(0);
      continue;
    }
    if (name === undefined)
      return fail('ValueError', 'The formatting pattern has a brace without a partner. Write {{ or }} for a brace.');
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      return fail(
        'CannotTell',
        `The field {${name}} of the formatting pattern is more than a column name, so its text is not predicted. Use {column}.`,
      );
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    if (value === undefined)
      return fail(
        'KeyError',
        `The formatting function reads the column ${name}, which the data set lacks, and the trainer stops. Check the spelling.`,
      );
    text += typeof value === 'string' ? value : pythonText(inputValue(value));
  }
  return ok(text + pattern.slice(at));
}
