import { isRecord } from '../../formats/is-record.ts';
import type { Row } from '../../formats/row-value.ts';

const KEYS = ['prompt', 'chosen', 'rejected', 'completion', 'messages'];

/**
 * - `empty-list`: TRL looks at the first message of an empty list, an IndexError
 * - `unsettled`: TRL looks at one column only, which one depends on PYTHONHASHSEED, and here they disagree
 */
export type Conversational = 'yes' | 'no' | 'empty-list' | 'unsettled';

/**
 * TRL's `is_conversational` (data_utils.py): a set of supported columns is built, one element popped, and that column decides by its
 * first element being a dict with `role`. `conversations` is not supported.
 */
export function conversational(row: Row): Conversational {
  let verdict: Conversational | undefined;
  for (const key of KEYS) {
    if (!Object.hasOwn(row, key)) continue;
    const value = row[key];
    let found: Conversational = 'no';
    if (Array.isArray(value)) {
      const [first] = value;
      if (value.length === 0) found = 'empty-list';
      else if (isRecord(first) && Object.hasOwn(first, 'role')) found = 'yes';
    }
    if (verdict !== undefined && verdict !== found) return 'unsettled';
    verdict = found;
  }
  return verdict ?? 'no';
}
