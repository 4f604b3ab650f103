import { type Proportion, proportion } from '../proportion.ts';
import { type RowList, rowList } from './row-list.ts';

export interface TruncatedRow {
  /** Number of the row in the data. */
  readonly row: number;
  readonly ids: ArrayLike<number>;
  /** Where the answer starts; the prompt is what precedes it. */
  readonly answerStart: number;
}

export interface TruncationCollapse {
  readonly cut: Proportion;
  /** Rows of whose answer nothing is left, or only a part. */
  readonly answerLost: RowList;
  readonly answerCut: RowList;
  /** Rows that had a prompt of their own and, once cut, share what is left of it with a row that had another. */
  readonly collapsed: RowList;
  readonly largestGroup: number;
}

export interface TruncationRule {
  readonly maxLength: number;
  /** Which end is kept. TRL and transformers keep the start unless `truncation_mode` or `truncation_side` says otherwise. */
  readonly keep: 'start' | 'end';
}

/** What a length limit does to tokenized rows: which answers it cuts, and which different prompts it makes equal. */
export function truncationCollapse(
  rows: readonly TruncatedRow[],
  { maxLength, keep }: TruncationRule,
): TruncationCollapse {
  const prompts = new Map<string, Map<string, number[]>>();
  const [lost, cutRows]: [number[], number[]] = [[], []];
  let cut = 0;
  for (const { row, ids, answerStart } of rows) {
    const from = keep === 'end' ? Math.max(0, ids.length - maxLength) : 0;
    const to = keep === 'end' ? ids.length : Math.min(ids.length, maxLength);
    if (to - from < ids.length) cut++;
    if (answerStart < ids.length && (to <= answerStart || from >= ids.length)) lost.push(row);
    else if (to < ids.length || from > answerStart) cutRows.push(row);
    const before = textOf(ids, 0, answerStart);
    const after = textOf(ids, Math.min(from, answerStart), Math.min(to, answerStart));
    const sources = prompts.get(after) ?? new Map<string, number[]>();
    sources.set(before, [...(sources.get(before) ?? []), row]);
    prompts.set(after, sources);
  }
  const groups = [...prompts.values()]
    .filter((sources) => sources.size > 1)
    .map((sources) => [...sources.values()].flat());
  return {
    cut: proportion(cut, rows.length),
    ...{ answerLost: rowList(lost), answerCut: rowList(cutRows) },
    collapsed: rowList(groups.flat().sort((a, b) => a - b)),
    largestGroup: groups.reduce((largest, group) => Math.max(largest, group.length), 0),
  };
}

function textOf(ids: ArrayLike<number>, from: number, to: number): string {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => ids[from + at]).join(' ');
}
