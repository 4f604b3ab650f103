import type { DocumentMeasures } from '../document-measures.ts';
import type { Effort } from '../measures/ratio-units.ts';
import { type Rate, rateTally } from './rate-tally.ts';
import { type Samples, sampleTally } from './sample-tally.ts';

/** Similarity of whole documents: means over rows with gold, where an answer that could not be read scores 0. */
export interface DocumentFigures {
  readonly anlsStar: Rate;
  /** As the reference program counts invented keys with empty values. */
  readonly anlsStarUpstream: Rate;
  readonly donutAccuracy: Rate;
  /** Pooled over documents: right leaves of right leaves and half of the leaves without a partner. */
  readonly donutF1: Rate;
  /** Documents too large for one of these; in none of the figures they concern. */
  readonly tooLarge: Samples;
}

export interface DocumentTally {
  readonly add: (id: string, measures: DocumentMeasures) => void;
  readonly result: () => DocumentFigures;
}

/** Sums up document measures; with intervals where `effort` allows them. */
export function documentTally(effort?: Effort): DocumentTally {
  const [star, upstream] = [rateTally(effort), rateTally(effort)];
  const [accuracy, leaves] = [rateTally(effort), rateTally(effort)];
  const tooLarge = sampleTally<'document'>();
  return {
    add: (id, { anlsStar, anlsStarUpstream, donutAccuracy, donutFields }) => {
      if (anlsStar !== null) star.add(id, anlsStar, 1);
      if (anlsStarUpstream !== null) upstream.add(id, anlsStarUpstream, 1);
      if (donutAccuracy !== null) accuracy.add(id, donutAccuracy, 1);
      if (donutFields !== null) leaves.add(id, donutFields.right, donutFields.right + donutFields.wrong / 2);
      if (anlsStar === null || donutAccuracy === null || donutFields === null) tooLarge.add('document', id);
    },
    result: () => ({
      anlsStar: star.result(),
      anlsStarUpstream: upstream.result(),
      donutAccuracy: accuracy.result(),
      donutF1: leaves.result(),
      tooLarge: tooLarge.get('document'),
    }),
  };
}
