import type { JsonValue } from '../formats/json-value.ts';
import { anlsStar } from './metrics/anls-star.ts';
import { donutAccuracy } from './metrics/donut-accuracy.ts';
import { type DonutFields, donutFields } from './metrics/donut-fields.ts';
import { donutTree } from './metrics/donut-tree.ts';
import { identical } from './metrics/identical.ts';
import { treeExtent } from './metrics/tree-extent.ts';

/** Similarity of a whole answer to the whole gold document, each 0 to 1; null where they are too large to compare. */
export interface DocumentMeasures {
  /** Invented keys with an empty value are left out. */
  readonly anlsStar: number | null;
  /** As the reference program counts: they lower the score. */
  readonly anlsStarUpstream: number | null;
  readonly donutAccuracy: number | null;
  readonly donutFields: DonutFields | null;
}

/** Documents have hundreds of values; beyond this the tree measures are left out. */
const MOST_VALUES = 20_000;
const TOO_LARGE: DocumentMeasures = { anlsStar: null, anlsStarUpstream: null, donutAccuracy: null, donutFields: null };

/**
 * Compares documents as trees. `answer` is undefined when none could be read: everything is missing. `settled`: the gold document as
 * `settledGold` leaves it, for Donut's measures, which know no choice between values; ANLS* makes its own.
 */
export function documentMeasures(gold: JsonValue, answer: JsonValue | undefined, settled = gold): DocumentMeasures {
  const given = answer ?? null;
  if (treeExtent(gold, MOST_VALUES) === null || treeExtent(given, MOST_VALUES) === null) return TOO_LARGE;
  const wanted = donutTree(settled);
  if (answer !== undefined && identical(settled, given)) {
    const accuracy = donutAccuracy(wanted, wanted);
    return { anlsStar: 1, anlsStarUpstream: 1, donutAccuracy: accuracy, donutFields: donutFields(wanted, wanted) };
  }
  const tree = donutTree(given);
  // An unread answer scores 0 even where the gold document is empty: it is a failure, not a rightly empty answer.
  const star = answer === undefined ? { lenient: 0, upstream: 0 } : anlsStar(gold, answer);
  return {
    anlsStar: star?.lenient ?? null,
    anlsStarUpstream: star?.upstream ?? null,
    donutAccuracy: donutAccuracy(wanted, tree),
    donutFields: donutFields(wanted, tree),
  };
}
