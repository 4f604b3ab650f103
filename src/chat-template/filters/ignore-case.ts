import { textOf } from '../python-primitives.ts';
import type { Value } from '../python-values.ts';

/** Text in lower case, as sorting and comparing filters see it unless told otherwise; other values as they are. */
export function ignoreCase(value: Value): Value {
  const text = textOf(value);
  return text === undefined ? value : text.toLowerCase();
}
