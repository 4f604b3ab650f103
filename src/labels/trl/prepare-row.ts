import type { Row, RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import { fillPattern } from './fill-pattern.ts';
import type { Plan } from './plan.ts';
import { pythonTypeName } from './python-type-name.ts';
import { toChatMl } from './share-gpt.ts';
import { STAGES } from './stages.ts';

function withEos(row: Row, column: 'text' | 'completion', eos: string | null): Result<Row | undefined, TrainerFailure> {
  const value = row[column];
  if (value === undefined) return ok(undefined);
  if (typeof value !== 'string') {
    return fail(
      'AttributeError',
      `The column ${column} holds ${pythonTypeName(value)} in a row, and the trainer wants to append the end-of-sequence token to text there. Fill or drop such rows.`,
    );
  }
  if (eos === null)
    return fail(
      'TypeError',
      'The tokenizer has no eos_token, which the trainer appends to plain text, so it stops. Set eos_token.',
    );
  return ok(value.endsWith(eos) ? undefined : { ...row, [column]: value + eos });
}

// `text` first, and `completion` only if `text` is absent or ends in EOS already: an if with an elif (S20).
function appendEos(row: Row, eos: string | null): Result<Row, TrainerFailure> {
  for (const column of ['text', 'completion'] as const) {
    const changed = withEos(row, column, eos);
    if (!changed.ok) return changed;
    if (changed.value) return ok(changed.value);
  }
  return ok(row);
}

function withoutMessages(row: Row): Row {
  const { messages: _, ...rest } = row;
  return rest;
}

/** A prepared row, or the failure with the stage it happened in: every row passes a stage before any row enters the next. */
export type PreparedRow =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly problem: TrainerFailure; readonly stage: number };

/** The stages before tokenisation, as `_prepare_dataset` runs them: formatting, ShareGPT conversion, EOS. */
export function prepareRow(plan: Plan, given: Row): PreparedRow {
  let row = given;
  if (plan.formatting !== undefined) {
    const text = fillPattern(plan.formatting, row);
    if (!text.ok) return { ...text, stage: STAGES.format };
    row = { ...row, text: text.value } satisfies Record<string, RowValue>;
  }
  if (plan.convertsShareGpt) row = toChatMl(row);
  if (plan.eos.kind === 'text') {
    const appended = appendEos(row, plan.eos.text);
    if (!appended.ok) return { ...appended, stage: STAGES.eos };
    row = plan.removesMessages ? withoutMessages(appended.value) : appended.value;
  }
  return { ok: true, row };
}
