import type { Damage } from './damage.ts';

/** One row as the collator gave it to the model, padding removed. `labels[i]` is -100 or equals `ids[i]`. */
export interface CapturedRow {
  /** Position among the captured rows, from 0. */
  readonly index: number;
  /** Line in batches.jsonl, from 1. */
  readonly line: number;
  readonly step: number;
  readonly ids: Int32Array;
  readonly labels: Int32Array;
}

/** What the trainer's own collator produced (design.md section 3). */
export interface Capture {
  readonly path: string;
  readonly rows: readonly CapturedRow[];
  /** Rows in batches.jsonl; more than `rows` when only the first part was kept. */
  readonly total: number;
  readonly metaPath?: string;
  readonly trainer?: string;
  readonly collator?: string;
  readonly processingClass?: string;
  readonly modelClass?: string;
  readonly eosTokenId?: number;
  readonly padTokenId?: number;
  /** Rows handed to the trainer and rows left after its preparation. */
  readonly datasetRows?: number;
  readonly trainedRows?: number;
  readonly resolvedCompletionOnlyLoss?: boolean;
  readonly damage: readonly Damage[];
}
