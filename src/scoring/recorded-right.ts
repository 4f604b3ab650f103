import type { JsonValue } from '../formats/json-value.ts';
import type { Recorded } from './recorded-verdict.ts';
import { sameValue } from './same-value.ts';

/**
 * Whether the evaluator's own record counts as right. Evaluators compare with `==`: a variant is right only where the gold value is written
 * the same, an object only as a whole. Null when nothing was recorded.
 */
export function recordedRight(recorded: Recorded, gold: JsonValue | undefined, goldClass?: string): boolean | null {
  switch (recorded.kind) {
    case 'missing':
      return null;
    case 'failure':
      return false;
    case 'class':
      return recorded.class === goldClass;
    case 'variant':
      return recorded.surface === gold;
    case 'value':
      return sameValue(recorded.value, gold);
  }
}
