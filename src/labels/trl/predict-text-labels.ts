import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { LabelOutcome, LabelPrediction, LabelWarning } from '../label-prediction.ts';
import type { PredictionBasis, TrainerFailure } from '../training-setup.ts';
import { collate } from './collate.ts';
import { finishRows } from './finish-rows.ts';
import { labelAllRows } from './label-all-rows.ts';
import type { Plan } from './plan.ts';
import type { PlanInput } from './plan-input.ts';
import { planRows } from './plan-rows.ts';
import { releaseOf } from './releases.ts';
import { createRowTally } from './row-tally.ts';
import { STAGES } from './stages.ts';
import { stripNone } from './strip-none.ts';
import { createTableShape, type RowOrigin } from './table-shape.ts';

export interface TextLabelInput extends Omit<PlanInput, 'firstRow' | 'columns'> {
  readonly origin: RowOrigin;
  readonly rows: readonly Row[];
}

// A batch is shown as an example of what the collator makes; its size on the machine is not always known.
const SHOWN_ROWS = 4;
const LOSSES = new Set(['nll', 'dft', 'chunked_nll']);

const NO_ROWS: TrainerFailure = {
  type: 'StopIteration',
  message: 'The data set has no rows, and the trainer looks at the first. Check the path.',
};

interface Refusal {
  readonly basis: PredictionBasis;
  readonly warnings?: readonly LabelWarning[];
}

function refused(error: TrainerFailure, { basis, warnings = [] }: Refusal): LabelOutcome {
  return { error, warnings, basis };
}

interface Table {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
}

function buildTable(input: TextLabelInput, stripsNone: boolean): Result<Table, TrainerFailure> {
  const shape = createTableShape(input.origin);
  for (const row of input.rows) {
    const problem = shape.add(row);
    if (problem) return { ok: false, problem };
  }
  const fitted = input.rows.map(shape.fit);
  return ok({ rows: stripsNone ? fitted.map(stripNone) : fitted, columns: shape.columns() });
}

/** What the trainer refuses once the data is ready. */
function lossAllowed({ config, behaviour }: Plan): TrainerFailure | undefined {
  const { loss_type: loss, use_liger_kernel: usesLiger } = config;
  if (!behaviour.checksLossType || loss === null || loss === undefined) return undefined;
  if (usesLiger && loss === 'chunked_nll')
    return {
      type: 'ValueError',
      message: 'loss_type chunked_nll does not go with use_liger_kernel. Set loss_type to nll, or the kernel off.',
    };
  if (usesLiger || LOSSES.has(loss)) return undefined;
  return { type: 'ValueError', message: `loss_type "${loss}" is none of nll, dft and chunked_nll. Set one of them.` };
}

function batchOf(plan: Plan, rows: LabelPrediction['rows']): LabelPrediction['batch'] {
  if (!(plan.config.packing || plan.paddingFree)) return undefined;
  const size = plan.config.per_device_train_batch_size ?? SHOWN_ROWS;
  return collate(rows.slice(0, size), {
    padId: plan.padId,
    paddingFree: plan.paddingFree,
    padToMultipleOf: plan.config.pad_to_multiple_of ?? undefined,
    masksFirstOfDocument: plan.behaviour.masksFirstOfDocument,
  });
}

function unpreparedFailure(plan: Plan): TrainerFailure | undefined {
  if (!plan.isUnprepared || plan.isTokenised) return undefined;
  const message =
    'skip_prepare_dataset is set, but rows have no input_ids, so the first batch fails. Store input_ids and labels, or drop the setting.';
  return { type: 'KeyError', message };
}

/** TRL's preparation of text rows, all in memory. */
export function predictTextLabels(input: TextLabelInput): LabelOutcome {
  const { behaviour, basis } = releaseOf(input.trainer);
  const table = buildTable(input, behaviour.stripsNone);
  if (!table.ok) return refused(table.problem, { basis });
  const [firstRow] = table.value.rows;
  if (firstRow === undefined) return refused(NO_ROWS, { basis });
  const planned = planRows({ ...input, firstRow, columns: table.value.columns });
  if (!planned.ok) return refused(planned.problem, planned);
  const { plan } = planned;
  const missing = unpreparedFailure(plan);
  if (missing) return refused(missing, { basis, warnings: planned.warnings });
  const tally = createRowTally(plan);
  const labelled = labelAllRows(plan, table.value.rows, tally);
  // Rows log nothing when the set did not get as far as being tokenised.
  const logged = labelled.ok || labelled.stage >= STAGES.tokenise ? tally.warnings() : [];
  const warnings = [...planned.warnings, ...logged];
  if (!labelled.ok) return refused(labelled.problem, { basis, warnings });
  const finished = finishRows(plan, labelled.value);
  if (!finished.ok) return refused(finished.problem, { basis, warnings });
  const late = lossAllowed(plan);
  if (late) return refused(late, { basis, warnings });
  const { rows, sources, droppedRows, notes } = finished.value;
  const batch = batchOf(plan, rows);
  return {
    rows,
    sources,
    dropped: droppedRows.length,
    droppedRows,
    warnings,
    notes: [...planned.notes, ...tally.notes(), ...notes],
    completionOnlyLoss: plan.completionOnly,
    basis,
    ...(batch ? { batch } : {}),
  };
}
