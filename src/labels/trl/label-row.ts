import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { buildLabels } from './build-labels.ts';
import type { Plan } from './plan.ts';
import { prepareRow } from './prepare-row.ts';
import { readNumbers } from './read-numbers.ts';
import { STAGES } from './stages.ts';
import { type TokenisedRow, tokeniseRow } from './tokenise-row.ts';

/** A labelled row before truncation, packing and dropping. */
export interface RowLabels {
  readonly inputIds: readonly number[];
  readonly labels: readonly number[];
  readonly isMismatched: boolean;
  /** Generation blocks whose end or start has no token (`trim_offsets`). */
  readonly spills: number;
  readonly lost: number;
}

export type RowOutcome =
  | { readonly ok: true; readonly value: RowLabels }
  | { readonly ok: false; readonly problem: TrainerFailure; readonly stage: number };

function tokensOf(plan: Plan, row: Row): Result<TokenisedRow, TrainerFailure> {
  if (!plan.isTokenised) return tokeniseRow(plan, row);
  const ids = readNumbers(row.input_ids, 'input_ids');
  return ids.ok ? ok({ ids: ids.value, isMismatched: false }) : ids;
}

/** Ids and labels of one row of the data set. Pure: rows can be labelled in any order and on any thread. */
export function labelRow(plan: Plan, given: Row): RowOutcome {
  const prepared = prepareRow(plan, given);
  if (!prepared.ok) return prepared;
  const tokens = tokensOf(plan, prepared.row);
  if (!tokens.ok) return { ...tokens, stage: STAGES.tokenise };
  const labels = buildLabels(plan, tokens.value, prepared.row);
  if (!labels.ok) return { ...labels, stage: STAGES.label };
  const { ids, isMismatched, assistant } = tokens.value;
  return {
    ok: true,
    value: {
      inputIds: ids,
      labels: labels.value,
      isMismatched,
      spills: assistant?.spills ?? 0,
      lost: assistant?.lost ?? 0,
    },
  };
}
