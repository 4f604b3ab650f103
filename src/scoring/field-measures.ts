import type { JsonValue } from '../formats/json-value.ts';
import { type Anls, anls } from './metrics/anls.ts';
import { characterEdits } from './metrics/character-edits.ts';
import { type DigitConfusion, digitConfusions } from './metrics/digit-confusions.ts';
import type { Edits, NoEdits } from './metrics/edits.ts';
import { wordEdits } from './metrics/word-edits.ts';
import { compareQuantities, type QuantityComparison } from './quantity/compare-quantities.ts';

/** How near the text of one field is to the gold text. */
export interface FieldMeasures {
  /** Null when both texts are too long to compare. */
  readonly anls: Anls | null;
  readonly characters: Edits | NoEdits;
  readonly words: Edits | NoEdits;
  /** Null when the gold text is no dose, or nothing was answered. */
  readonly quantity: QuantityComparison | null;
  readonly digits: readonly DigitConfusion[];
}

/**
 * Measures a field whose gold value is a text, number or truth value; null for every other. A missing answer, a list or an object counts
 * as an empty text: all of the gold text is missing.
 */
export function fieldMeasures(gold: JsonValue | undefined, given: JsonValue | undefined): FieldMeasures | null {
  if (gold === undefined || gold === null || typeof gold === 'object') return null;
  const wanted = String(gold);
  if (wanted.trim() === '') return null;
  const answer = given === undefined || given === null || typeof given === 'object' ? '' : String(given);
  const hasDigits = answer.trim() !== '' && /\d/.test(wanted);
  return {
    anls: anls(answer, wanted),
    characters: characterEdits(wanted, answer),
    words: wordEdits(wanted, answer),
    quantity: hasDigits ? (compareQuantities(wanted, answer) ?? null) : null,
    digits: hasDigits ? digitConfusions(wanted, answer) : [],
  };
}
