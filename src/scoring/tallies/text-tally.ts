import type { FieldMeasures } from '../field-measures.ts';
import type { UnitInterval } from '../measures/measure.ts';
import { medianTally } from '../measures/median-tally.ts';
import type { Effort } from '../measures/ratio-units.ts';
import type { NoEdits } from '../metrics/edits.ts';
import type { Proportion } from '../proportion.ts';
import type { QuantityVerdict } from '../quantity/compare-quantities.ts';
import type { QuantityFlag } from '../quantity/parse-quantity.ts';
import { type Rate, rateTally } from './rate-tally.ts';
import { type Samples, sampleTally } from './sample-tally.ts';
import { shareTally } from './share-tally.ts';

/**
 * How near answered texts are to gold texts. Every rate names its rows: `otherIds` of a similarity, `ids` of an error rate are the misses.
 */
export interface TextFigures {
  /** Means over gold texts. */
  readonly anlsOfficial: Rate;
  readonly anlsPaper: Rate;
  /** Edits per character and per word of all gold texts together, as jiwer pools them. */
  readonly characterErrorRate: Rate;
  readonly wordErrorRate: Rate;
  /** Of single texts: one that runs on does not move it, as it moves the pooled rate. No interval over fields of the same documents. */
  readonly medianCharacterErrorRate: { readonly value: number | null; readonly n: number } & UnitInterval;
  /** Texts whose character error rate is above 1: much more was written than asked for. */
  readonly overflowing: Proportion;
  /** Gold texts that are doses and were answered, by how the answer compares. */
  readonly quantities: { readonly [verdict in QuantityVerdict]?: Samples };
  /** At least ten times too much or too little, of those. */
  readonly tenfoldErrors: Proportion;
  /** Error-prone ways of writing doses, in the gold texts: data to repair. */
  readonly goldFlags: { readonly [flag in QuantityFlag]?: Samples };
  /** Digits that were read as others, as `3→8`, most frequent first. */
  readonly digitConfusions: readonly (Samples & { readonly gold: string; readonly answer: string })[];
  /** Texts too long to compare; in none of the figures they concern. */
  readonly tooLong: Samples;
}

export interface TextTally {
  readonly add: (id: string, measures: FieldMeasures) => void;
  readonly result: () => TextFigures;
}

/** Sums up the measures of texts; with intervals where `effort` allows them. */
export function textTally(effort?: Effort): TextTally {
  const rates = {
    official: rateTally(effort),
    paper: rateTally(effort),
    characters: rateTally(effort),
    words: rateTally(effort),
  };
  const median = medianTally();
  const overflowing = shareTally();
  const tenfold = shareTally();
  const quantities = sampleTally<QuantityVerdict>();
  const flags = sampleTally<QuantityFlag>();
  const digits = sampleTally();
  const tooLong = sampleTally<NoEdits>();
  const addQuantity = (id: string, quantity: FieldMeasures['quantity']): void => {
    if (quantity === null) return;
    quantities.add(quantity.verdict, id);
    tenfold.add(id, quantity.tenfold);
    for (const flag of new Set(quantity.goldFlags)) flags.add(flag, id);
  };
  return {
    add: (id, { anls, characters, words, quantity, digits: confusions }) => {
      if (anls !== null) {
        rates.official.add(id, anls.official, 1);
        rates.paper.add(id, anls.paper, 1);
      }
      if (typeof characters === 'string') tooLong.add(characters, id);
      else {
        rates.characters.add(id, characters.edits, characters.length);
        median.add(characters.edits / characters.length);
        overflowing.add(id, characters.edits > characters.length);
      }
      if (typeof words !== 'string') rates.words.add(id, words.edits, words.length);
      addQuantity(id, quantity);
      for (const { gold, answer } of confusions) digits.add(`${gold}${answer}`, id);
    },
    result: () => ({
      anlsOfficial: rates.official.result(),
      anlsPaper: rates.paper.result(),
      characterErrorRate: rates.characters.result(),
      wordErrorRate: rates.words.result(),
      medianCharacterErrorRate: median.result(),
      overflowing: overflowing.result(),
      quantities: Object.fromEntries(quantities.entries()),
      tenfoldErrors: tenfold.result(),
      goldFlags: Object.fromEntries(flags.entries()),
      digitConfusions: digits
        .entries()
        .map(([pair, samples]) => ({ gold: pair.charAt(0), answer: pair.charAt(1), ...samples }))
        .sort((first, second) => second.count - first.count),
      tooLong: tooLong.get('too-long'),
    }),
  };
}
