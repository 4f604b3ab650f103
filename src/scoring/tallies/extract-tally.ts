import { THOROUGH } from '../measures/ratio-units.ts';
import type { Proportion } from '../proportion.ts';
import type { ScoredRow } from '../scored-row.ts';
import type { ExtractTask } from '../task.ts';
import { type DocumentFigures, documentTally } from './document-tally.ts';
import { type FieldTable, fieldTally } from './field-tally.ts';
import { type Samples, sampleTally } from './sample-tally.ts';
import { shareTally } from './share-tally.ts';
import { type SplitScore, splitTally } from './split-tally.ts';

/** A way in which answers depart from the contract: which key or value, and how. */
export interface ContractBreach extends Samples {
  readonly kind: 'missing-key' | 'extra-key' | 'wrong-value';
  readonly path: string;
}

export interface ExtractSplit extends SplitScore, FieldTable {
  /** All fields that the task calls critical are right, over all rows with gold; `ours` demands all fields. */
  readonly critical: Proportion;
  /** Rows with at least one key that neither task, gold nor target knows. */
  readonly foreignKeys: Proportion;
  readonly documents: DocumentFigures;
  /** Over the answers that JSON could be read from, most frequent first; at most 100. */
  readonly breaches: readonly ContractBreach[];
}

export interface ExtractTally {
  readonly add: (row: ScoredRow) => void;
  readonly result: (split: string | null) => ExtractSplit;
}

const MOST_BREACHES = 100;
/** An answer may invent any number of keys; a tally must not grow with them. */
const MOST_PATHS = 10_000;
const LONGEST_PATH = 200;

/** Sums up the rows of an extraction; the intervals of rates cost time and memory, so they are made for all rows only, not for splits. */
export function extractTally(task: ExtractTask, intervals = false): ExtractTally {
  const base = splitTally(task);
  const fields = fieldTally(task.fields, intervals);
  const documents = documentTally(intervals ? THOROUGH : undefined);
  const critical = shareTally();
  const foreign = shareTally();
  const breaches = breachTally();
  return {
    add: (row) => {
      base.add(row);
      fields.add(row);
      if (row.document !== null) documents.add(row.id, row.document);
      critical.add(row.id, row.correctCritical);
      foreign.add(row.id, row.foreignKeys.length > 0);
      breaches.add(row);
    },
    result: (split) => ({
      ...{ ...base.result(split), ...fields.result() },
      critical: critical.result(),
      foreignKeys: foreign.result(),
      documents: documents.result(),
      breaches: breaches.result(),
    }),
  };
}

function breachTally(): { add: (row: ScoredRow) => void; result: () => ContractBreach[] } {
  const kinds = { 'missing-key': sampleTally(), 'extra-key': sampleTally(), 'wrong-value': sampleTally() } as const;
  const seen = new Set<string>();
  const add = (kind: keyof typeof kinds, path: string, id: string): void => {
    const name = path.slice(0, LONGEST_PATH);
    if (seen.size >= MOST_PATHS && !seen.has(name)) return;
    seen.add(name);
    kinds[kind].add(name, id);
  };
  return {
    add: ({ id, contract }) => {
      for (const path of contract?.missingKeys ?? []) add('missing-key', path, id);
      for (const path of contract?.extraKeys ?? []) add('extra-key', path, id);
      for (const path of new Set(contract?.wrongValues.map((wrong) => wrong.path))) add('wrong-value', path, id);
    },
    result: () =>
      (['missing-key', 'extra-key', 'wrong-value'] as const)
        .flatMap((kind) => kinds[kind].entries().map(([path, samples]) => ({ kind, path, ...samples })))
        .sort((first, second) => second.count - first.count)
        .slice(0, MOST_BREACHES),
  };
}
