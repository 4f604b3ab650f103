import type { JsonValue } from '../formats/json-value.ts';
import { parseClassPath } from './class-path.ts';
import { type FieldMeasures, fieldMeasures } from './field-measures.ts';
import { lookUpPath } from './look-up-path.ts';
import { nearestGold } from './nearest-gold.ts';
import { sameValue } from './same-value.ts';

/**
 * TP right value, FD wrong value, FN value missing, FA value where there is none, TN both without (stickler's five-way split, see
 * spec/evaluation.md 1.2). `unparsed`: the answer holds no object, so nothing is said about the field, right or wrong.
 */
export type FieldOutcome = 'TP' | 'FD' | 'FN' | 'FA' | 'TN' | 'unparsed';

export interface FieldScore {
  readonly field: string;
  readonly outcome: FieldOutcome;
  /** The gold answer has a value here. */
  readonly goldHasValue: boolean;
  /** The answer is an object without this key: a matter of contract, counted apart from content. */
  readonly keyMissing: boolean;
  /** Gold and answer both have a value here, of different JSON types: `5` and `"5"` say the same and still break a consumer. */
  readonly typeDiffers: boolean;
  /** Null unless the gold value is a text, number or truth value, and an answer could be read. */
  readonly measures: FieldMeasures | null;
}

/**
 * Compares an answer with the gold answer field by field. Null, "", [], {} and a missing key are equally empty (stickler's and ANLS*'s
 * convention). `answer` is undefined when no object could be read.
 */
export function fieldScores(
  fields: readonly string[],
  gold: JsonValue | undefined,
  answer: JsonValue | undefined,
): readonly FieldScore[] {
  return fields.map((field) => {
    const given = answer === undefined ? undefined : fieldValue(answer, field);
    const wanted = nearestGold(gold === undefined ? undefined : fieldValue(gold, field), given);
    const goldHasValue = !isEmpty(wanted);
    const outcome = answer === undefined ? 'unparsed' : outcomeOf(wanted, given);
    return {
      field,
      outcome,
      goldHasValue,
      keyMissing: answer !== undefined && given === undefined,
      typeDiffers: goldHasValue && !isEmpty(given) && typeOf(wanted) !== typeOf(given),
      measures: answer === undefined ? null : fieldMeasures(wanted, given),
    };
  });
}

/** A key named exactly like the field wins over the path it may spell. */
function fieldValue(value: JsonValue, field: string): JsonValue | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  if (Object.hasOwn(value, field)) return value[field];
  if (!/[.[]/.test(field)) return undefined;
  const path = parseClassPath(field);
  return path.ok ? lookUpPath(value, path.value) : undefined;
}

function outcomeOf(wanted: JsonValue | undefined, given: JsonValue | undefined): FieldOutcome {
  if (isEmpty(wanted)) return isEmpty(given) ? 'TN' : 'FA';
  if (isEmpty(given)) return 'FN';
  return sameValue(wanted, given) ? 'TP' : 'FD';
}

function typeOf(value: JsonValue | undefined): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}
