import type { Row } from '../../formats/row-value.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { labelRow, type RowLabels } from './label-row.ts';
import type { Plan } from './plan.ts';
import { prepareRow } from './prepare-row.ts';
import type { RowTally } from './row-tally.ts';
import { STAGES } from './stages.ts';

export type LabelledSet =
  | { readonly ok: true; readonly value: readonly RowLabels[] }
  | { readonly ok: false; readonly problem: TrainerFailure; readonly stage: number };

interface Stop {
  readonly problem: TrainerFailure;
  readonly stage: number;
}

/** A failure of an earlier stage than the one that was met, if the row has one. */
function earlierStop(plan: Plan, row: Row, stop: Stop): Stop | undefined {
  const outcome = stop.stage > STAGES.tokenise ? labelRow(plan, row) : prepareRow(plan, row);
  return !outcome.ok && outcome.stage < stop.stage ? outcome : undefined;
}

/**
 * Labels rows in order. When one raises, those behind it are only looked at for an exception of an earlier stage, since the trainer
 * takes all rows through one stage before it begins the next, and would have stopped there.
 */
export function labelAllRows(plan: Plan, rows: Iterable<Row>, tally: RowTally): LabelledSet {
  const labelled: RowLabels[] = [];
  let stop: Stop | undefined;
  let index = 0;
  for (const row of rows) {
    if (stop === undefined) {
      tally.read(row);
      const outcome = labelRow(plan, row);
      if (outcome.ok) {
        tally.labelled(outcome.value, index);
        labelled.push(outcome.value);
      } else stop = { problem: { ...outcome.problem, row: index }, stage: outcome.stage };
    } else {
      const earlier = earlierStop(plan, row, stop);
      if (earlier) stop = { problem: { ...earlier.problem, row: index }, stage: earlier.stage };
    }
    if (stop?.stage === STAGES.format) break;
    index++;
  }
  return stop ? { ok: false, ...stop } : { ok: true, value: labelled };
}
