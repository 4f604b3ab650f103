import type { FactorFacts, MergeUnit } from '../adapter/merge-unit.ts';
import { rowFactors } from '../adapter/row-factors.ts';
import type { DoraFactors, LoadedTerm } from '../adapter/update-rows.ts';
import type { LowRankTerm, TensorRef, UpdateTerm } from '../adapter/update-term.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { MergeSources } from './merge-sources.ts';
import { readWhole } from './merge-values.ts';

/** A unit's terms with their values; the rows of saved tensors are read with each band instead. */
export interface LoadedTerms {
  readonly terms: readonly (LoadedTerm | BandTerm)[];
  readonly factors: readonly FactorFacts[];
}

export interface BandTerm {
  readonly kind: 'replace-band';
  readonly value: TensorRef;
}

/** Saved token rows beyond this would be a whole embedding. */
const MAX_VALUES = 64 * 1024 * 1024;

export async function loadTerms(sources: MergeSources, unit: MergeUnit): Promise<Result<LoadedTerms>> {
  const terms: (LoadedTerm | BandTerm)[] = [];
  const factors: FactorFacts[] = [];
  for (const term of unit.terms) {
    const loaded = await loadTerm(sources, unit, term);
    if (!loaded.ok) return loaded;
    terms.push(loaded.value.term);
    if (loaded.value.facts) factors.push(loaded.value.facts);
  }
  return ok({ terms, factors });
}

interface Loaded {
  readonly term: LoadedTerm | BandTerm;
  readonly facts?: FactorFacts;
}

async function loadTerm(sources: MergeSources, unit: MergeUnit, term: UpdateTerm): Promise<Result<Loaded>> {
  switch (term.kind) {
    case 'replace':
      return ok({ term: { kind: 'replace-band', value: term.value } });
    case 'replace-rows': {
      const values = await readBounded(sources, term.value);
      if (!values.ok) return values;
      const rowAt = new Map(term.rows.map((row, at) => [row, at]));
      return ok({ term: { kind: 'replace-rows', values: values.value, columns: unit.columns, rowAt } });
    }
    case 'add': {
      const values = await readBounded(sources, term.value);
      return values.ok ? ok({ term: { kind: 'add', values: values.value, scale: term.scale } }) : values;
    }
    case 'low-rank':
      return loadLowRank(sources, unit, term);
  }
}

async function loadLowRank(sources: MergeSources, unit: MergeUnit, term: LowRankTerm): Promise<Result<Loaded>> {
  const [a, b] = await Promise.all([readBounded(sources, term.a), readBounded(sources, term.b)]);
  if (!a.ok) return a;
  if (!b.ok) return b;
  const factors = rowFactors(term, unit.columns, { a: a.value, b: b.value });
  const facts = factsOf(term, a.value, b.value);
  const plain = { kind: 'low-rank', factors, firstRow: term.firstRow } as const;
  if (!term.magnitude) return ok({ term: plain, facts });
  const magnitude = await readBounded(sources, term.magnitude);
  if (!magnitude.ok) return magnitude;
  const outputs = term.layout === 'transposed' ? unit.columns : unit.rows;
  if (magnitude.value.length !== outputs)
    return failed(`the magnitude vector has ${magnitude.value.length} values for ${outputs} outputs`);
  const dora: DoraFactors = { magnitude: magnitude.value };
  return ok({ term: { ...plain, dora }, facts });
}

function factsOf({ module, scale, rank }: LowRankTerm, a: Float32Array, b: Float32Array): FactorFacts {
  const [ofA, ofB] = [normOf(a), normOf(b)];
  const zeroSides = [...(ofA.zero ? ['A' as const] : []), ...(ofB.zero ? ['B' as const] : [])];
  return { module, scale, rank, normA: ofA.norm, normB: ofB.norm, notFinite: ofA.notFinite + ofB.notFinite, zeroSides };
}

function normOf(values: Float32Array): { readonly norm: number; readonly notFinite: number; readonly zero: boolean } {
  const squares = squaresOf(values);
  // The square of no float32 but zero is zero as a double.
  if (Number.isFinite(squares)) return { norm: Math.sqrt(squares), notFinite: 0, zero: squares === 0 };
  const finite = values.filter(Number.isFinite);
  return { norm: Math.sqrt(squaresOf(finite)), notFinite: values.length - finite.length, zero: false };
}

/** Four sums, so that an addition does not wait for the one before. */
function squaresOf(values: Float32Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  const whole = values.length - (values.length % 4);
  for (let at = 0; at < whole; at += 4) {
    const a = values[at] ?? 0;
    const b = values[at + 1] ?? 0;
    const c = values[at + 2] ?? 0;
    const d = values[at + 3] ?? 0;
    first += a * a;
    second += b * b;
    third += c * c;
    fourth += d * d;
  }
  for (let at = whole; at < values.length; at++) first += (values[at] ?? 0) ** 2;
  return first + second + third + fourth;
}

async function readBounded(sources: MergeSources, tensor: TensorRef): Promise<Result<Float32Array>> {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  if (count > MAX_VALUES) return failed(`${tensor.name} has ${count} values, more than are held in memory`);
  return readWhole(sources, tensor);
}
