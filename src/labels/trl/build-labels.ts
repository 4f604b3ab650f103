import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import { IGNORED_LABEL } from '../ignored-label.ts';
import type { TrainerFailure } from '../training-setup.ts';
import type { Plan } from './plan.ts';
import { readNumbers } from './read-numbers.ts';
import type { TokenisedRow } from './tokenise-row.ts';

interface Mask {
  readonly length: number;
  /** Takes the loss from the tokens that the mask has a 0 for. */
  apply(labels: number[]): void;
}

function bitMask(bits: ArrayLike<number>): Mask {
  return {
    length: bits.length,
    apply: (labels) => {
      for (let index = 0; index < labels.length; index++) if (bits[index] === 0) labels[index] = IGNORED_LABEL;
    },
  };
}

function columnMask(row: Row, column: string): Result<Mask, TrainerFailure> {
  const value = row[column];
  // None in place of a bit is falsy.
  const bits = readNumbers(Array.isArray(value) ? value.map((bit) => (bit === null ? 0 : Number(bit))) : value, column);
  return bits.ok ? ok(bitMask(bits.value)) : bits;
}

function completionMask({ promptLength, ids }: TokenisedRow, row: Row): Result<Mask, TrainerFailure> {
  if (promptLength === undefined) return columnMask(row, 'completion_mask');
  // A prompt longer than the whole makes a mask of zeros that is longer, too, and the rest of it is not looked at.
  return ok({ length: ids.length, apply: (labels) => labels.fill(IGNORED_LABEL, 0, promptLength) });
}

function masksOf(plan: Plan, tokens: TokenisedRow, row: Row): readonly Result<Mask, TrainerFailure>[] {
  const masks: Result<Mask, TrainerFailure>[] = [];
  if (plan.usesCompletionMask) masks.push(completionMask(tokens, row));
  const { assistant } = tokens;
  if (plan.usesAssistantMask) masks.push(assistant ? ok(bitMask(assistant.mask)) : columnMask(row, 'assistant_masks'));
  return masks;
}

/**
 * Labels of one row: the id where every mask that applies has a 1, else -100. Masks are zipped without strictness, so a mask shorter
 * than the ids shortens the labels. Without a mask every token is a label; the ids themselves are returned then, not a copy.
 */
export function buildLabels(plan: Plan, tokens: TokenisedRow, row: Row): Result<readonly number[], TrainerFailure> {
  if (plan.usesLabelsColumn) return readNumbers(row.labels, 'labels');
  const results = masksOf(plan, tokens, row);
  if (results.length === 0) return ok(tokens.ids);
  const masks: Mask[] = [];
  for (const mask of results) {
    if (!mask.ok) return mask;
    masks.push(mask.value);
  }
  const labels = tokens.ids.slice(0, Math.min(...masks.map(({ length }) => length)));
  for (const mask of masks) mask.apply(labels);
  return ok(labels);
}
