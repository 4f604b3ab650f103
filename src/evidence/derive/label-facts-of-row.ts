import type { RowLabelFacts, RowVerdict, TokenCounts } from '../label-facts-of-row.ts';
import type { LocatedAnswer, TrainedRow } from '../trained-rows.ts';
import { isSupervised } from '../views/supervision.ts';
import { zeroByRegion } from './zero-by-region.ts';

/** Below this share of its tokens an answer is not learned, whatever the loss says. */
const NEARLY_NOTHING = 0.1;
/** Template tokens that some of TRL's own training templates put into the loss before each answer: its header (DeepSeek, gpt-oss). */
const HEADER_TOKENS = 8;

export interface RowState {
  readonly isDropped: boolean;
  readonly isCut: boolean;
  /** Classes of the task, longest first, where the answers name one. */
  readonly classes: readonly string[];
}

/** Counts and judges the labels of one row. */
export function labelFactsOfRow(row: TrainedRow, { isDropped, isCut, classes }: RowState): RowLabelFacts {
  const tokens = zeroByRegion();
  const supervised = zeroByRegion();
  row.regions.forEach((region, at) => {
    tokens[region] += 1;
    if (isSupervised(row, at)) supervised[region] += 1;
  });
  const taught = taughtAnswers(row);
  const last = taught.at(-1);
  return {
    row: row.captured.index,
    state: isDropped ? 'dropped' : 'kept',
    verdict: verdictOf(row, { tokens, supervised }, classes),
    tokens,
    supervised,
    endOfTurn: last?.endOfTurn === undefined ? 'absent' : isSupervised(row, last.endOfTurn) ? 'supervised' : 'masked',
    answerMasked: taught.reduce((sum, { start, end }) => sum + end - start - supervisedIn(row, start, end), 0),
    isCut,
  };
}

interface Counts {
  readonly tokens: TokenCounts;
  readonly supervised: TokenCounts;
}

function verdictOf(row: TrainedRow, { supervised }: Counts, classes: readonly string[]): RowVerdict {
  const total = Object.values(supervised).reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'empty-or-nearly';
  if (supervised.media + supervised.padding > 0) return 'media-or-padding';
  const taught = taughtAnswers(row);
  // The answer is known, and the template left it out: whatever bears loss, it is not the answer.
  if (taught.length === 0) return row.located === 'none' ? 'not-located' : 'empty-or-nearly';
  const length = taught.reduce((sum, answer) => sum + answer.end - answer.start, 0);
  const learned = taught.reduce((sum, answer) => sum + supervisedIn(row, answer.start, answer.end), 0);
  if (learned < length * NEARLY_NOTHING) return 'empty-or-nearly';
  if (supervised.prompt > 0 || supervised.template > HEADER_TOKENS * taught.length) return 'prompt-too';
  return taught.some((answer) => losesItsClass(row, answer, classes)) ? 'without-class-token' : 'answer-only';
}

/** The answers that the labels are about, a cut one too: those with any loss, or the last one when none has. */
function taughtAnswers(row: TrainedRow): readonly LocatedAnswer[] {
  const present = row.answers.filter(({ state, start, end }) => state !== 'absent' && end > start);
  const taught = present.filter(({ start, end }) => supervisedIn(row, start, end) > 0);
  return taught.length > 0 ? taught : present.slice(-1);
}

function supervisedIn(row: TrainedRow, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (isSupervised(row, at)) count += 1;
  return count;
}

/** The answer names a class, and the token in which that name begins bears no loss. */
function losesItsClass(row: TrainedRow, answer: LocatedAnswer, classes: readonly string[]): boolean {
  const place = classPlace(answer.text, classes);
  if (place === undefined) return false;
  const at = row.offsets.findIndex(
    ([start, end], token) =>
      token >= answer.start && token < answer.end && start <= answer.at + place && end > answer.at + place,
  );
  return at > 0 && !isSupervised(row, at);
}

/** Where the only class that an answer names stands in it; `safe` inside `unsafe` is not named. */
function classPlace(text: string, classes: readonly string[]): number | undefined {
  const places = classes.flatMap((name) => {
    const at = text.indexOf(name);
    const [before, after] = [text.charAt(at - 1), text.charAt(at + name.length)];
    return at === -1 || /[\p{L}\p{N}]/u.test(at === 0 ? '' : before) || /[\p{L}\p{N}]/u.test(after) ? [] : [at];
  });
  return places.length === 1 ? places[0] : undefined;
}
