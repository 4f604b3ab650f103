import type { Row } from '../../formats/row-value.ts';
import { readLabelConfig } from '../../labels/label-config.ts';
import { finishRows } from '../../labels/trl/finish-rows.ts';
import { type PlanOutcome, planRows } from '../../labels/trl/plan-rows.ts';
import { createTableShape } from '../../labels/trl/table-shape.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import type { LabelSetup } from './label-setup.ts';

/** The data set as the trainer sees it before it looks at rows. */
export interface TableHead {
  readonly firstRow: Row;
  /** Keys of all rows: `load_dataset("json")` gives every row every column. */
  readonly columns: readonly string[];
}

export interface LabelPlan {
  readonly outcome: PlanOutcome;
  /** The row as the trainer reads it from the data set: missing columns are null. */
  readonly fit: (row: Row) => Row;
}

/** What TRL decides before it labels the first row. A setting that cannot be read is a failure of the plan. */
export function labelPlan(setup: LabelSetup, tokenizer: Tokenizer, { firstRow, columns }: TableHead): LabelPlan {
  const shape = createTableShape('json');
  shape.add(firstRow);
  shape.add(Object.fromEntries(columns.map((column) => [column, null])));
  const settings = readLabelConfig(setup.settings);
  if (!settings.ok) {
    const { key, reason } = settings.problem;
    const message = `The setting ${key ?? 'config'} cannot be read: ${reason}. Correct it; no labels can be predicted without it.`;
    return {
      fit: shape.fit,
      outcome: { ok: false, problem: { type: 'ValueError', message }, warnings: [], basis: 'release-notes' },
    };
  }
  const planned = planRows({
    firstRow: shape.fit(firstRow),
    columns: shape.columns(),
    tokenizer,
    specialTokens: setup.specialTokens,
    chatTemplate: setup.chatTemplate,
    settings: settings.value,
    trainer: setup.trainer,
  });
  return { outcome: packable(planned), fit: shape.fit };
}

const ANY_ROW = { inputIds: [0], labels: [0] } as const;

/** What packing refuses by its settings alone is refused here: the rows are judged one by one, and would not meet it. */
function packable(planned: PlanOutcome): PlanOutcome {
  if (!planned.ok || !planned.plan.config.packing) return planned;
  const packed = finishRows(planned.plan, [ANY_ROW]);
  // Which rows share a pack may be unknown; which of their tokens bear loss is not.
  if (packed.ok || packed.problem.type === 'CannotTell') return planned;
  return { ok: false, problem: packed.problem, warnings: planned.warnings, basis: planned.plan.basis };
}
