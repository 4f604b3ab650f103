import { type ConstantPrompt, constantPrompt } from './constant-prompt.ts';
import type { TruncatedRow } from './truncation-collapse.ts';

export interface TokenizedRow extends TruncatedRow {
  /** Tokens that bear loss. */
  readonly supervised: number;
}

/** Lengths in tokens, over rows whose answer was located. */
export interface TokenShares {
  readonly rows: number;
  readonly prompt: Spread;
  readonly supervised: Spread;
  /** What all prompts begin and end with, in tokens. */
  readonly constant: ConstantPrompt;
  /** Tokens between them: what tells the rows apart. */
  readonly varying: Spread;
  /** Varying tokens of a single letter or a part of one, over all varying tokens; null without any. */
  readonly fine: number | null;
  /** The supervised tokens are lost in the prompt: loss on the whole row would hardly see them. */
  readonly answerIsTiny: boolean;
  /** The varying part is too fine or too long for the tokenizer (spec/evaluation.md 6.1). */
  readonly varyingIsCoarse: boolean;
}

export interface Spread {
  readonly median: number;
  readonly largest: number;
}

/** spec/evaluation.md 6.1: an answer of eight tokens behind fifty times as many of prompt. */
const TINY_ANSWER = 8;
const TINY_RATIO = 50;
/** spec/evaluation.md 6.1: SMILES and serial numbers fall into single characters. */
const MOST_FINE = 0.3;
const LONGEST_VARYING = 512;

/** What the model sees of the rows. `isFine` says whether a token stands for a single letter or a part of one. */
export function tokenShares(rows: readonly TokenizedRow[], isFine: (id: number) => boolean): TokenShares | null {
  if (rows.length === 0) return null;
  const prompts = rows.map(({ ids, answerStart }) => Array.from({ length: answerStart }, (_, at) => ids[at] ?? 0));
  const constant = constantPrompt(prompts);
  const varying = prompts.map((ids) => ids.slice(constant.head, ids.length - constant.tail));
  const tokens = varying.reduce((sum, { length }) => sum + length, 0);
  const fine = varying.reduce((sum, ids) => sum + ids.filter(isFine).length, 0);
  const prompt = spreadOf(prompts.map(({ length }) => length));
  const supervised = spreadOf(rows.map((row) => row.supervised));
  const lengths = spreadOf(varying.map(({ length }) => length));
  const share = tokens === 0 ? null : fine / tokens;
  return {
    ...{ rows: rows.length, prompt, supervised, constant, varying: lengths, fine: share },
    answerIsTiny: supervised.median <= TINY_ANSWER && prompt.median > TINY_RATIO * Math.max(1, supervised.median),
    varyingIsCoarse: (share ?? 0) > MOST_FINE || lengths.median > LONGEST_VARYING,
  };
}

function spreadOf(lengths: readonly number[]): Spread {
  const sorted = lengths.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, largest: sorted.at(-1) ?? 0 };
}
