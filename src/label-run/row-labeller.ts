import { labelPlan, type TableHead } from '../evidence/derive/label-plan.ts';
import type { LabelSetup } from '../evidence/derive/label-setup.ts';
import { type PredictedRow, rowPredictor } from '../evidence/derive/predicted-row.ts';
import { textSplitter } from '../evidence/derive/split-text-row.ts';
import type { Requests } from '../evidence/requests.ts';
import type { Row } from '../formats/row-value.ts';
import type { Plan } from '../labels/trl/plan.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

/** What regions are told by. Plain data. */
export interface RegionHints {
  readonly endOfTurnIds: readonly number[];
  readonly mediaIds: readonly number[];
  readonly generationPrompt: string | undefined;
  readonly requests: Requests | undefined;
}

export interface RowLabeller {
  readonly plan: Plan;
  /** `place` counts from 0. */
  readonly label: (row: Row, place: number) => PredictedRow;
}

/** Labels text rows one by one; fails where the trainer would not start under this setup. */
export function rowLabeller(
  { setup, head, tokenizer }: { readonly setup: LabelSetup; readonly head: TableHead; readonly tokenizer: Tokenizer },
  { endOfTurnIds, mediaIds, generationPrompt, requests }: RegionHints,
): Result<RowLabeller> {
  const planned = labelPlan(setup, tokenizer, head);
  if (!planned.outcome.ok) return failed(planned.outcome.problem.message);
  const { plan } = planned.outcome;
  const predict = rowPredictor(plan, {
    special: { endOfTurn: new Set(endOfTurnIds), media: new Set(mediaIds), pad: plan.padId },
    split: textSplitter(requests, generationPrompt),
    generationPrompt,
  });
  return ok({ plan, label: (row, place) => predict(planned.fit(row), place) });
}
