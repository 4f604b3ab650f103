import type { LocatedAnswer, TrainedRow } from '../trained-rows.ts';

/** Whether the token gets loss. The label of a row's first token is never used: there is nothing that predicts it. */
export function isSupervised(row: TrainedRow, token: number): boolean {
  return token > 0 && row.captured.labels[token] !== undefined && row.captured.labels[token] !== -100;
}

/** Number of tokens that get loss. */
export function supervisedCount(row: TrainedRow): number {
  let count = 0;
  for (let i = 1; i < row.captured.ids.length; i += 1) if (isSupervised(row, i)) count += 1;
  return count;
}

/** The answers of a row that the trainer meant to teach: those with any loss, or the last one when none has. */
export function taughtAnswers(row: TrainedRow): readonly LocatedAnswer[] {
  const present = row.answers.filter((answer) => answer.state === 'whole' && answer.end > answer.start);
  const taught = present.filter((answer) => {
    for (let i = answer.start; i < answer.end; i += 1) if (isSupervised(row, i)) return true;
    return false;
  });
  return taught.length > 0 ? taught : present.slice(-1);
}

/**
 * The stretch of supervised tokens that runs up to an answer without a gap, when it is not the whole prompt: what leaked in at the join.
 * White space beside the answer does not count, also where the prompt as it was sent ends in it.
 */
export function leakBefore(row: TrainedRow, answer: LocatedAnswer): number {
  let at = answer.start - 1;
  while (at > 0 && (row.regions[at] === 'separator' || (row.regions[at] === 'prompt' && isBlank(row, at)))) at -= 1;
  let leaked = 0;
  while (at > 0 && isSupervised(row, at) && row.regions[at] !== 'answer' && row.regions[at] !== 'end-of-turn') {
    leaked += 1;
    at -= 1;
  }
  return leaked;
}

function isBlank({ text, offsets }: TrainedRow, token: number): boolean {
  const [start, end] = offsets[token] ?? [0, 0];
  return end > start && text.slice(start, end).trim() === '';
}
