/** `few`: up to what is usually recommended; `many`: repeats that mostly teach the rows themselves; `memorised`: every row by heart. */
export type RepetitionLevel = 'few' | 'some' | 'many' | 'memorised';

export interface SeenEpochs {
  /** Times that each row was seen, repetitions of the row in the data included. */
  readonly passes: number;
  /** As transformers counts them: a last, smaller batch of an epoch is a step too. Null where the batch is not known. */
  readonly optimizerSteps: number | null;
  readonly level: RepetitionLevel;
  /** A handful of rows is an overfit test: there repetition is the purpose. */
  readonly overfitTest: boolean;
  readonly source: string;
}

export interface TrainingLength {
  readonly rows: number;
  /** Rows that are left when repeated rows count once; `rows` when unknown. */
  readonly distinctRows?: number;
  readonly epochs: number;
  /** Rows for each optimizer step: batch size × accumulation × devices. */
  readonly batchRows?: number | undefined;
}

const FEW = 3;
const MANY = 5;
const MANY_SURELY = 20;
const MEMORISED = 100;
const SMALL = 2_000;
const OVERFIT_TEST = 16;
const SOURCE =
  'Unsloth’s guide recommends 1 to 3 epochs; Muennighoff et al. (arXiv 2305.16264) find repeats worth little beyond 4 and nothing near 16, in pre-training';

/** How often the model saw each row. Guidance, not proof: whether it learned them by heart shows on rows it has not seen. */
export function seenEpochs({ rows, distinctRows, epochs, batchRows }: TrainingLength): SeenEpochs {
  const repeats = rows / Math.max(1, distinctRows ?? rows);
  const passes = epochs * repeats;
  const overfitTest = (distinctRows ?? rows) <= OVERFIT_TEST;
  return {
    passes,
    optimizerSteps: batchRows === undefined ? null : Math.ceil(Math.ceil(rows / Math.max(1, batchRows)) * epochs),
    level: levelOf(passes, rows),
    ...{ overfitTest, source: SOURCE },
  };
}

function levelOf(passes: number, rows: number): RepetitionLevel {
  if (passes > MEMORISED) return 'memorised';
  // On large data sets a few more epochs are a matter of cost; small ones are learned by heart by then.
  if (passes > MANY_SURELY || (passes > MANY && rows < SMALL)) return 'many';
  return passes > FEW ? 'some' : 'few';
}
