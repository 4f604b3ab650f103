import { type Proportion, proportion } from '../proportion.ts';

export interface LabelledText {
  readonly text: string;
  readonly class: string;
}

export interface NeighbourBaseline {
  readonly accuracy: Proportion;
  /** Class of each evaluation row, in order; null where no training row shares anything with it. Shorter than the rows when not complete. */
  readonly predicted: readonly (string | null)[];
  /** False when only a part of the rows could be used. */
  readonly complete: boolean;
}

/** Character n-grams of 3 to 5 (spec/evaluation.md 6.1) need no tokenizer and no language. */
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;
const NEIGHBOURS = 5;
const MOST_ROWS = 20_000;
const LONGEST_TEXT = 4_000;
/** Characters of training text: three grams start at each, and all of them are held in memory. */
const MOST_CHARACTERS = 2_000_000;
/** Grams of more than a quarter of the rows weigh little and would cost most of the work; few rows can afford them. */
const COMMON = 0.25;
const FEWEST_FOR_COMMON = 200;
/** Work bound: pairs of an evaluation gram and a training row that has it; some seconds. */
const MOST_POSTINGS = 200_000_000;

type Weights = ReadonlyMap<string, number>;

/**
 * What the five most alike training rows would answer (cosine of TF-IDF character n-grams, votes weighted by likeness). A tuned model
 * that is no better than this adds nothing that copying would not.
 */
export function nearestNeighbourBaseline(
  training: readonly LabelledText[],
  evaluation: readonly LabelledText[],
): NeighbourBaseline {
  const known = affordable(training);
  const index = indexOf(known.map(({ text }) => text));
  const predicted: (string | null)[] = [];
  let work = 0;
  for (const { text } of evaluation.slice(0, MOST_ROWS)) {
    if (work > MOST_POSTINGS) break;
    const likeness = new Float64Array(known.length);
    for (const [gram, weight] of unitWeights(gramCounts(text), index.rarity))
      work += addTo(likeness, weight, index.postings.get(gram));
    predicted.push(vote(likeness, known));
  }
  const right = predicted.filter((name, row) => name !== null && name === evaluation[row]?.class).length;
  const complete = known.length === training.length && predicted.length === evaluation.length;
  return { accuracy: proportion(right, predicted.length), predicted, complete };
}

function affordable(training: readonly LabelledText[]): readonly LabelledText[] {
  let characters = 0;
  const end = training.findIndex(({ text }, row) => {
    characters += Math.min(text.length, LONGEST_TEXT);
    return row === MOST_ROWS || characters > MOST_CHARACTERS;
  });
  return end === -1 ? training : training.slice(0, end);
}

/** The training rows that have a gram, and what it weighs in each. */
interface Postings {
  readonly rows: number[];
  readonly weights: number[];
}

interface GramIndex {
  readonly rarity: (gram: string) => number;
  readonly postings: ReadonlyMap<string, Postings>;
}

function indexOf(texts: readonly string[]): GramIndex {
  const documents = new Map<string, number>();
  for (const text of texts)
    for (const gram of gramCounts(text).keys()) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  const most = texts.length < FEWEST_FOR_COMMON ? texts.length : COMMON * texts.length;
  const rarity = (gram: string): number => {
    const uses = documents.get(gram) ?? 0;
    return uses > most ? 0 : Math.log((1 + texts.length) / (1 + uses));
  };
  const postings = new Map<string, Postings>();
  for (const [row, text] of texts.entries()) {
    for (const [gram, weight] of unitWeights(gramCounts(text), rarity)) {
      const known = postings.get(gram) ?? { rows: [], weights: [] };
      known.rows.push(row);
      known.weights.push(weight);
      postings.set(gram, known);
    }
  }
  return { rarity, postings };
}

/** Adds a gram's share to every row that has it; returns how many have. */
function addTo(likeness: Float64Array, weight: number, postings: Postings | undefined): number {
  if (postings === undefined) return 0;
  const { rows, weights } = postings;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    likeness[row] = (likeness[row] ?? 0) + weight * (weights[at] ?? 0);
  }
  return rows.length;
}

function gramCounts(text: string): Map<string, number> {
  const folded = text.slice(0, LONGEST_TEXT).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  const counts = new Map<string, number>();
  for (let size = SHORTEST_GRAM; size <= LONGEST_GRAM; size++)
    for (let at = 0; at + size <= folded.length; at++) {
      const gram = folded.slice(at, at + size);
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  return counts;
}

/** Grams that every training row has weigh nothing, so a common prompt does not make all rows alike. */
function unitWeights(counts: ReadonlyMap<string, number>, rarity: (gram: string) => number): Weights {
  const weights = new Map<string, number>();
  let squares = 0;
  for (const [gram, count] of counts) {
    const weight = (1 + Math.log(count)) * rarity(gram);
    if (weight <= 0) continue;
    weights.set(gram, weight);
    squares += weight * weight;
  }
  const norm = Math.sqrt(squares);
  return new Map([...weights].map(([gram, weight]) => [gram, weight / norm]));
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
  for (const [row, score] of likeness.entries()) {
    if (score <= 0) continue;
    const place = best.findIndex((other) => score > (likeness[other] ?? 0));
    if (place !== -1) best.splice(place, 0, row);
    else if (best.length < NEIGHBOURS) best.push(row);
    if (best.length > NEIGHBOURS) best.pop();
  }
  return best;
}
