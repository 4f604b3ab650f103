import type { Place } from '../place.ts';
import type { PromptComparison, PromptDifferenceKind, PromptPair } from '../prompt-comparison.ts';

export interface Differing {
  readonly count: number;
  readonly compared: number;
  /** One that shows it best: a token-for-token pair if there is one. */
  readonly example?: PromptPair;
  readonly places: readonly Place[];
}

/** The requests that differ from their training row in one way. */
export function differingPairs(comparison: PromptComparison, kind: PromptDifferenceKind): Differing {
  const pairs = comparison.pairs.filter((pair) => pair.kinds.includes(kind));
  const example = pairs.find((pair) => pair.basis === 'same-example') ?? pairs[0];
  return {
    count: pairs.length,
    compared: comparison.compared,
    ...(example === undefined ? {} : { example }),
    places: pairs.slice(0, 3).map((pair) => ({ kind: 'file', path: comparison.path, line: pair.requestLine })),
  };
}

/** What each side has at the first difference: a few words of context before it and what follows. */
export function aroundDifference(pair: PromptPair): { readonly training: string; readonly request: string } {
  const from = Math.max(0, (pair.firstDifference ?? 0) - 12);
  const cut = (text: string) => (text.length > from + 60 ? `${text.slice(from, from + 60)}…` : text.slice(from));
  return { training: cut(pair.training.text), request: cut(pair.request.text) };
}
