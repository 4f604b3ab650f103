import { type Proportion, proportion } from '../proportion.ts';
import { DIMENSIONS, type GramVector, gramVector } from './gram-vectors.ts';
import type { RowSequence } from './row-sequence.ts';

export interface LabelledText {
  readonly text: string;
  readonly class: string;
}

export interface NeighbourBaseline {
  readonly accuracy: Proportion;
  /**
   * Class of each evaluation row, in order; null where no training row shares anything with it. Shorter than the rows when not complete.
   */
  readonly predicted: readonly (string | null)[];
  /** Training rows that were looked at: all, or an even part of them. */
  readonly known: number;
  /** False when only a part of the rows could be used. */
  readonly complete: boolean;
}

const NEIGHBOURS = 5;
const MOST_ROWS = 20_000;
/** Characters of training text: three grams start at each, and all of them are held in memory (20 MB). */
const MOST_CHARACTERS = 1_000_000;
/** Grams of more than a quarter of the rows weigh little and would cost most of the work; few rows can afford them. */
const COMMON = 0.25;
const FEWEST_FOR_COMMON = 200;
/** Work bound: pairs of an evaluation gram and a training row that has it; about a second. */
const MOST_POSTINGS = 50_000_000;

/**
 * What the five most alike training rows would answer (cosine of TF-IDF character n-grams, votes weighted by likeness). A tuned model
 * that is no better than this adds nothing that copying would not.
 */
export function nearestNeighbourBaseline(
  training: RowSequence<LabelledText>,
  evaluation: RowSequence<LabelledText>,
): NeighbourBaseline {
  const known = affordable(training);
  const index = indexOf(known.map(({ text }) => gramVector(text)));
  const likeness = new Float64Array(known.length);
  const predicted: (string | null)[] = [];
  let [work, right] = [0, 0];
  for (const { text, class: name } of evaluation) {
    if (work > MOST_POSTINGS || predicted.length === MOST_ROWS) break;
    likeness.fill(0);
    work += known.length + index.addTo(likeness, gramVector(text));
    const nearest = vote(likeness, known);
    if (nearest === name) right++;
    predicted.push(nearest);
  }
  const complete = known.length === training.length && predicted.length === evaluation.length;
  return { accuracy: proportion(right, predicted.length), predicted, known: known.length, complete };
}

/** All rows, or an even part: the first ones may be all of one kind. */
function affordable(training: RowSequence<LabelledText>): readonly LabelledText[] {
  let characters = 0;
  for (const { text } of training) characters += text.length;
  const step = Math.max(1, characters / MOST_CHARACTERS, training.length / MOST_ROWS);
  return Array.from({ length: Math.floor(training.length / step) }, (_, at) =>
    training.at(Math.floor(at * step)),
  ).flatMap((row) => (row === undefined ? [] : [row]));
}

interface GramIndex {
  /** Adds every row's share of a text's grams; returns how many shares that were. */
  addTo(likeness: Float64Array, text: GramVector): number;
}

/** Rows and weights of each gram, one gram behind the other. */
function indexOf(texts: readonly GramVector[]): GramIndex {
  const starts = new Int32Array(DIMENSIONS + 1);
  for (const { grams } of texts)
    for (let at = 0; at < grams.length; at++) {
      const after = (grams[at] ?? 0) + 1;
      starts[after] = (starts[after] ?? 0) + 1;
    }
  const rarity = rarities(starts, texts.length);
  for (let gram = 0; gram < DIMENSIONS; gram++) starts[gram + 1] = (starts[gram + 1] ?? 0) + (starts[gram] ?? 0);
  const ends = starts.slice(0, DIMENSIONS);
  const [rows, weights] = [new Int32Array(starts[DIMENSIONS] ?? 0), new Float32Array(starts[DIMENSIONS] ?? 0)];
  for (const [row, text] of texts.entries())
    eachWeight(text, rarity, (gram, weight) => {
      const place = ends[gram] ?? 0;
      rows[place] = row;
      weights[place] = weight;
      ends[gram] = place + 1;
    });
  return {
    addTo: (likeness, text) => {
      let work = 0;
      eachWeight(text, rarity, (gram, weight) => {
        const [start, end] = [starts[gram] ?? 0, ends[gram] ?? 0];
        for (let at = start; at < end; at++) {
          const row = rows[at] ?? 0;
          likeness[row] = (likeness[row] ?? 0) + weight * (weights[at] ?? 0);
        }
        work += end - start;
      });
      return work;
    },
  };
}

/** Grams that every training row has weigh nothing, so a common prompt does not make all rows alike. `uses` is shifted by one. */
function rarities(uses: Int32Array, texts: number): Float32Array {
  const most = texts < FEWEST_FOR_COMMON ? texts : COMMON * texts;
  const rarity = new Float32Array(DIMENSIONS);
  for (let gram = 0; gram < DIMENSIONS; gram++) {
    const count = uses[gram + 1] ?? 0;
    if (count <= most) rarity[gram] = Math.log((1 + texts) / (1 + count));
  }
  return rarity;
}

/** Weights of unit length; grams that weigh nothing are left out. Plain loops, because this is most of the work. */
function eachWeight(
  { grams, counts }: GramVector,
  rarity: Float32Array,
  visit: (gram: number, weight: number) => void,
): void {
  const weights = new Float64Array(grams.length);
  let squares = 0;
  for (let at = 0; at < grams.length; at++) {
    const count = counts[at] ?? 1;
    const weight = (count === 1 ? 1 : 1 + Math.log(count)) * (rarity[grams[at] ?? 0] ?? 0);
    weights[at] = weight;
    squares += weight * weight;
  }
  const norm = Math.sqrt(squares);
  for (let at = 0; at < grams.length; at++) {
    const weight = weights[at] ?? 0;
    if (weight > 0) visit(grams[at] ?? 0, weight / norm);
  }
}

function vote(likeness: Float64Array, known: readonly LabelledText[]): string | null {
  const votes = new Map<string, number>();
  for (const row of nearest(likeness)) {
    const name = known[row]?.class;
    if (name !== undefined) votes.set(name, (votes.get(name) ?? 0) + (likeness[row] ?? 0));
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? null;
}

/** The rows with the highest scores above 0, best first, the earlier of equals first. */
function nearest(likeness: Float64Array): readonly number[] {
  const best: number[] = [];
  let least = 0;
  for (let row = 0; row < likeness.length; row++) {
    const score = likeness[row] ?? 0;
    if (score <= least) continue;
    const place = best.findIndex((other) => score > (likeness[other] ?? 0));
    if (place === -1) best.push(row);
    else best.splice(place, 0, row);
    if (best.length > NEIGHBOURS) best.pop();
    if (best.length === NEIGHBOURS) least = likeness[best.at(-1) ?? 0] ?? 0;
  }
  return best;
}
