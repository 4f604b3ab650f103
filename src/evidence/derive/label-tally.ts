import { isMany } from '../../lib/is-many.ts';
import type { RowLabelFacts, RowVerdict, TokenCounts } from '../label-facts-of-row.ts';
import type { Region } from '../trained-rows.ts';
import { zeroByRegion } from './zero-by-region.ts';

/** The labels of a data set in numbers. */
export interface LabelSummary {
  /** Rows that were looked at token by token. */
  readonly rows: number;
  readonly verdict: RowVerdict;
  readonly verdicts: Readonly<Record<RowVerdict, number>>;
  readonly tokens: TokenCounts;
  readonly supervised: TokenCounts;
  readonly dropped: number;
  readonly cut: number;
  /** Kept rows whose last answer has an end-of-turn token without loss, or has none. */
  readonly endMasked: number;
  readonly endAbsent: number;
  /** Kept rows of which a part of the answer bears no loss. */
  readonly partial: number;
}

/** Worst first: what the verdict of the whole is taken from. */
export const VERDICT_ORDER: readonly RowVerdict[] = [
  'empty-or-nearly',
  'media-or-padding',
  'prompt-too',
  'without-class-token',
  'not-located',
  'answer-only',
];

const REGIONS: readonly Region[] = ['prompt', 'template', 'answer', 'end-of-turn', 'separator', 'media', 'padding'];

/** Adds up rows. A fault that hits fewer rows than `isMany` asks for is counted, but does not name the whole. */
export function labelTally() {
  const verdicts: Record<RowVerdict, number> = {
    'answer-only': 0,
    'prompt-too': 0,
    'media-or-padding': 0,
    'empty-or-nearly': 0,
    'without-class-token': 0,
    'not-located': 0,
  };
  const [tokens, supervised] = [zeroByRegion(), zeroByRegion()];
  let [rows, dropped, cut, endMasked, endAbsent, partial] = [0, 0, 0, 0, 0, 0];
  return {
    add: (facts: RowLabelFacts): void => {
      rows += 1;
      if (facts.isCut) cut += 1;
      if (facts.state === 'dropped') {
        dropped += 1;
        return;
      }
      verdicts[facts.verdict] += 1;
      for (const region of REGIONS) {
        tokens[region] += facts.tokens[region];
        supervised[region] += facts.supervised[region];
      }
      if (facts.endOfTurn === 'masked') endMasked += 1;
      // Where no answer was found, nothing is known of its end either.
      if (facts.endOfTurn === 'absent' && facts.verdict !== 'not-located') endAbsent += 1;
      if (facts.answerMasked > 0) partial += 1;
    },
    summary: (): LabelSummary => {
      const kept = rows - dropped;
      const verdict = VERDICT_ORDER.find((one) => isMany(verdicts[one], kept)) ?? 'empty-or-nearly';
      return { rows, verdict, verdicts, tokens, supervised, dropped, cut, endMasked, endAbsent, partial };
    },
  };
}
