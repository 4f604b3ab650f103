import { termsOf } from './terms-of.ts';

export interface TextGroup {
  readonly name: string;
  /** Training targets of one domain. */
  readonly texts: readonly string[];
}

export interface DiscriminativeTerm {
  readonly term: string;
  /** Log-odds against all other groups in standard errors. */
  readonly z: number;
  readonly count: number;
  /** Groups whose own texts (almost) never have the term: there it is foreign. */
  readonly foreignTo: readonly string[];
}

/** Thresholds of spec/evaluation.md 2.5. */
const LEAST_Z = 3;
const FEWEST_USES = 5;
const MOST_FOREIGN_SHARE = 0.001;
/**
 * Total prior counts: the size of a typical set of documents, but never more than a fifth of the data. A prior as heavy as the data
 * would pull the dozen documents of a small run together until nothing tells them apart.
 */
const PRIOR_COUNTS = 500;
const MOST_PRIOR_SHARE = 0.2;
const MOST_TEXTS = 5_000;
const MOST_TERMS = 500;

interface Counted {
  readonly name: string;
  readonly texts: number;
  readonly total: number;
  readonly uses: ReadonlyMap<string, number>;
  readonly documents: ReadonlyMap<string, number>;
}

/**
 * Terms that tell each group of texts from the others: log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn
 * 2008), strongest first, at most 500 per group. An output leaks when it has a term that is foreign to its group and is in neither
 * its prompt nor its gold; the rate on the gold answers themselves must be near zero, or the terms are bad. Fewer than two groups
 * give no terms.
 */
export function foreignTerms(groups: readonly TextGroup[]): ReadonlyMap<string, readonly DiscriminativeTerm[]> {
  const counted = groups.map(count);
  const background = new Map<string, number>();
  for (const { uses } of counted) for (const [term, n] of uses) background.set(term, (background.get(term) ?? 0) + n);
  const all = counted.reduce((sum, { total }) => sum + total, 0);
  const corpus = { background, all, prior: Math.min(PRIOR_COUNTS, MOST_PRIOR_SHARE * all) };
  return new Map(
    counted.map((group) => {
      const others = counted.filter((other) => other !== group);
      return [group.name, others.length === 0 ? [] : termsOfGroup(group, others, corpus)];
    }),
  );
}

interface Corpus {
  readonly background: ReadonlyMap<string, number>;
  readonly all: number;
  readonly prior: number;
}

function termsOfGroup(group: Counted, others: readonly Counted[], corpus: Corpus): DiscriminativeTerm[] {
  const found: DiscriminativeTerm[] = [];
  for (const [term, uses] of group.uses) {
    const z = uses < FEWEST_USES ? 0 : logOdds({ term, uses, total: group.total }, corpus);
    if (z < LEAST_Z) continue;
    const foreignTo = others.filter((other) => (other.documents.get(term) ?? 0) <= MOST_FOREIGN_SHARE * other.texts);
    found.push({ term, z, count: uses, foreignTo: foreignTo.map(({ name }) => name) });
  }
  return found.sort((a, b) => b.z - a.z || (a.term < b.term ? -1 : 1)).slice(0, MOST_TERMS);
}

function logOdds(own: { term: string; uses: number; total: number }, { background, all, prior }: Corpus): number {
  const everywhere = background.get(own.term) ?? 0;
  const expected = (prior * everywhere) / all;
  const odds = (uses: number, total: number): number => Math.log((uses + expected) / (total + prior - uses - expected));
  const elsewhere = everywhere - own.uses;
  const difference = odds(own.uses, own.total) - odds(elsewhere, all - own.total);
  const z = difference / Math.sqrt(1 / (own.uses + expected) + 1 / (elsewhere + expected));
  // A vocabulary of one term has no odds.
  return Number.isFinite(z) ? z : 0;
}

function count({ name, texts }: TextGroup): Counted {
  const uses = new Map<string, number>();
  const documents = new Map<string, number>();
  let total = 0;
  const some = texts.slice(0, MOST_TEXTS);
  for (const text of some) {
    const terms = termsOf(text);
    total += terms.length;
    for (const term of terms) uses.set(term, (uses.get(term) ?? 0) + 1);
    for (const term of new Set(terms)) documents.set(term, (documents.get(term) ?? 0) + 1);
  }
  return { name, texts: some.length, total, uses, documents };
}
