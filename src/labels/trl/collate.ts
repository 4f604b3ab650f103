import { IGNORED_LABEL } from '../ignored-label.ts';
import type { CollatedBatch, LabelledRow } from '../label-prediction.ts';

export interface CollateSettings {
  readonly padId: number;
  readonly paddingFree: boolean;
  readonly padToMultipleOf: number | undefined;
  /** Since TRL 0.23.1 the first token of every document in a padding-free batch bears no loss. */
  readonly masksFirstOfDocument: boolean;
}

function padded(lists: readonly (readonly number[])[], filler: number, multiple: number | undefined): number[][] {
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  const width = multiple === undefined ? longest : Math.ceil(longest / multiple) * multiple;
  return lists.map((list) => [...list, ...Array.from({ length: width - list.length }, () => filler)]);
}

function positions({ inputIds, seqLengths }: LabelledRow): number[] {
  return (seqLengths ?? [inputIds.length]).flatMap((length) => Array.from({ length }, (_, position) => position));
}

/** TRL's `DataCollatorForLanguageModeling` (sft_trainer.py): one batch of rows, padded on the right or joined. */
export function collate(rows: readonly LabelledRow[], settings: CollateSettings): CollatedBatch {
  const { padId, paddingFree, padToMultipleOf } = settings;
  const ids = rows.map(({ inputIds }) => inputIds);
  const labels = rows.map((row) => row.labels);
  if (!paddingFree) {
    return {
      inputIds: padded(ids, padId, padToMultipleOf),
      labels: padded(labels, IGNORED_LABEL, padToMultipleOf),
      attentionMask: padded(
        ids.map((list) => list.map(() => 1)),
        0,
        padToMultipleOf,
      ),
    };
  }
  const positionIds = padded([rows.flatMap(positions)], 0, padToMultipleOf);
  const joined = padded([labels.flat()], IGNORED_LABEL, padToMultipleOf);
  // Padding has position 0 as well.
  const masked = joined.map((list, row) =>
    list.map((label, at) => (positionIds[row]?.[at] === 0 ? IGNORED_LABEL : label)),
  );
  return {
    inputIds: padded([ids.flat()], padId, padToMultipleOf),
    labels: settings.masksFirstOfDocument ? masked : joined,
    positionIds,
  };
}
