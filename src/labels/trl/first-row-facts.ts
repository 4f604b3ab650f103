import { isRecord } from '../../formats/is-record.ts';
import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { conversational } from './conversational.ts';
import { fail } from './fail.ts';
import { fillPattern } from './fill-pattern.ts';
import { toChatMl } from './share-gpt.ts';
import { unclearShape } from './unclear-shape.ts';

export interface FirstRowFacts {
  readonly convertsShareGpt: boolean;
  readonly isPlain: boolean;
}

/** What the first row decides inside `_prepare_dataset`, after formatting and conversion. */
export function firstRowFacts(given: Row, formatting: string | undefined): Result<FirstRowFacts, TrainerFailure> {
  let row = given;
  if (formatting !== undefined) {
    const text = fillPattern(formatting, row);
    if (!text.ok) return { ...text, problem: { ...text.problem, row: 0 } };
    row = { ...row, text: text.value };
  }
  const { conversations } = row;
  const [first] = Array.isArray(conversations) ? conversations : [null];
  if (Array.isArray(conversations) && conversations.length === 0)
    return fail(
      'IndexError',
      'The first row has an empty list of conversations, at whose first message TRL looks. Drop such rows.',
    );
  const convertsShareGpt = isRecord(first) && 'from' in first && 'value' in first;
  const shape = conversational(convertsShareGpt ? toChatMl(row) : row);
  if (shape === 'yes' || shape === 'no') return ok({ convertsShareGpt, isPlain: shape === 'no' });
  return unclearShape(shape);
}
