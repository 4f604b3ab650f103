import type { LabelSummary } from '../evidence/derive/label-tally.ts';
import type { RowVerdict } from '../evidence/label-facts-of-row.ts';
import { countOf } from '../lib/count-of.ts';
import { isMany } from '../lib/is-many.ts';
import { listWords } from '../lib/list-words.ts';
import type { LabelsSide } from '../report/labels-report.ts';

/** The labels of a side in one sentence. */
export function sideHeadline(summary: LabelSummary, failures: LabelsSide['failures']): string {
  const stop = stopWords(failures);
  const sentence = labelsSentence(summary);
  if (stop === undefined) return sentence;
  return summary.rows === 0 ? stop : `${stop}; of the other rows, ${sentence}`;
}

function stopWords([first]: LabelsSide['failures']): string | undefined {
  if (first === undefined) return undefined;
  switch (first.type) {
    case 'CannotTell':
      return `the labels of row ${first.row} cannot be told`;
    case 'unreadable':
      return `row ${first.row} cannot be read`;
    default:
      return `the trainer stops at row ${first.row}`;
  }
}

function labelsSentence(summary: LabelSummary): string {
  const { verdict, verdicts, rows, dropped } = summary;
  const kept = rows - dropped;
  if (rows === 0) return 'no row could be read';
  if (kept === 0) return `no row is left to train on: all ${rows} are dropped, because none of their tokens bears loss`;
  const limits = verdict === 'answer-only' ? limitsOf(summary) : [];
  if (limits.length > 0) return `the loss covers the answer and nothing else, but ${listWords(limits)}`;
  return `${HEADLINES[verdict]} (${countOf(verdicts[verdict], kept, 'rows')})`;
}

/** What is missing of an answer that is otherwise alone in the loss. */
function limitsOf({ rows, dropped, cut, partial, endMasked, endAbsent }: LabelSummary): readonly string[] {
  const kept = rows - dropped;
  const ends = endMasked + endAbsent;
  const isEndLost = isMany(ends, kept);
  return [
    ...(isMany(dropped, rows)
      ? [`${countOf(dropped, rows, 'rows')} are dropped, because nothing of them bears loss`]
      : []),
    ...(isEndLost && isMany(cut, rows) ? [`the length limit cuts ${countOf(cut, rows, 'rows')}`] : []),
    ...(isMany(partial, kept) ? [`a part of it is left out in ${countOf(partial, kept, 'rows')}`] : []),
    ...(isEndLost ? [`the token that ends it is not in the loss in ${countOf(ends, kept, 'rows')}`] : []),
  ];
}

const HEADLINES: Readonly<Record<RowVerdict, string>> = {
  'answer-only': 'the loss covers the answer and what ends it, and nothing else',
  'prompt-too': 'the loss covers prompt or template text as well as the answer',
  'media-or-padding': 'image placeholders or padding bear loss',
  'empty-or-nearly': 'nothing, or almost nothing of the answer bears loss',
  'without-class-token': 'the token that says which class it is bears no loss',
  'not-located': 'which tokens are the answer could not be told',
};
