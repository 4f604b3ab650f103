import type { PromptSide } from '../prompt-comparison.ts';
import type { LocatedAnswer, TrainedRow } from '../trained-rows.ts';
import { type Preambles, withoutPreamble } from './without-preamble.ts';

/** A captured row up to its last answer. */
export interface TrainingPrefix {
  readonly row: TrainedRow;
  readonly side: PromptSide;
  /**
   * Where a request may end, the latest first: `side`, and earlier where the model is taught to write white space or a thinking block
   * itself.
   */
  readonly ends: readonly PromptSide[];
  /** Range of the user's text, when the data row says which text that is. */
  readonly user?: readonly [number, number];
}

/** What a request is compared with; nothing when the row has no answer. */
export function trainingPrefix(row: TrainedRow, preambles: Preambles): readonly TrainingPrefix[] {
  const answer = row.answers.findLast((candidate) => candidate.state === 'whole' || candidate.end > candidate.start);
  if (answer === undefined) return [];
  const side = sideUpTo(row, answer.at);
  const ends = [side, ...earlierEnds(row.text, answer).map((at) => sideUpTo(row, at))];
  if (row.located !== 'turns' || row.userSpan === undefined) return [{ row, side, ends }];
  const [start, end] = row.userSpan;
  const words = withoutPreamble(row.text.slice(start, end), preambles);
  return [{ row, side, ends, user: [end - words.length, end] }];
}

/** Offsets of the places in and before the white space that the model writes first. */
function earlierEnds(text: string, { at, taughtAt }: LocatedAnswer): readonly number[] {
  const between = text.slice(taughtAt, at);
  const space = between.length - between.trimStart().length;
  return Array.from({ length: space + 1 }, (_, i) => taughtAt + space - i).filter((end) => end < at);
}

function sideUpTo({ text, offsets, captured }: TrainedRow, at: number): PromptSide {
  const beyond = offsets.findIndex(([, end]) => end > at);
  const inside = offsets.slice(0, beyond < 0 ? offsets.length : beyond);
  return {
    text: text.slice(0, at),
    ids: Array.from(captured.ids.subarray(0, inside.length)),
    pieces: inside.map(([start, end]) => text.slice(start, end)),
  };
}
