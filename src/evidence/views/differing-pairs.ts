import { excerpt } from '../../lib/excerpt.ts';
import { visibleLines } from '../../lib/visible-lines.ts';
import type { Place } from '../place.ts';
import type { PromptComparison, PromptDifferenceKind, PromptPair, PromptSide } from '../prompt-comparison.ts';

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

const BEFORE = 30;
const SHOWN = 90;

/** What each side has at the first difference, from the beginning of the line or marker before it; line breaks shown as ⏎. */
export function aroundDifference(pair: PromptPair): { readonly training: string; readonly request: string } {
  const at = pair.firstDifference ?? 0;
  const before = pair.training.text.slice(Math.max(0, at - BEFORE), at);
  const from = at - before.length + Math.max(before.lastIndexOf('<'), before.lastIndexOf('\n') + 1, 0);
  const shown = ({ text }: PromptSide) => visibleLines(excerpt(text.slice(from), SHOWN));
  return { training: shown(pair.training), request: shown(pair.request) };
}
