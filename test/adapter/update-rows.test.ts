import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowRankRows } from '../../src/adapter/low-rank-rows.ts';
import { rowFactors } from '../../src/adapter/row-factors.ts';
import { type LoadedTerm, updateRows } from '../../src/adapter/update-rows.ts';
import type { FactorLayout, LowRankTerm, TensorRef } from '../../src/adapter/update-term.ts';

const ref = (shape: readonly number[]): TensorRef => ({
  side: 'adapter',
  path: 'adapter_model.safetensors',
  name: 't',
  dtype: 'F32',
  shape,
  start: 0,
  end: 0,
});

interface Case {
  readonly rank: number;
  readonly experts: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly layout: FactorLayout;
}

const layouts = ['linear', 'transposed', 'mlx', 'experts', 'experts-transposed'] as const;
const cases: fc.Arbitrary<Case> = fc.record({
  rank: fc.integer({ min: 1, max: 9 }),
  experts: fc.integer({ min: 1, max: 3 }),
  inputs: fc.integer({ min: 1, max: 7 }),
  outputs: fc.integer({ min: 1, max: 7 }),
  layout: fc.constantFrom(...layouts),
});

/** One number of the update, straight from the formulas of spec serving-contract.md B3. */
function delta({ layout, rank, experts, inputs, outputs }: Case, a: Float32Array, b: Float32Array) {
  return (expert: number, output: number, input: number): number => {
    let sum = 0;
    for (let k = 0; k < rank; k++) {
      if (layout === 'mlx') sum += (a[input * rank + k] ?? 0) * (b[k * outputs + output] ?? 0);
      else if (layout.startsWith('experts'))
        sum += (b[(output * rank + k) * experts + expert] ?? 0) * (a[(expert * rank + k) * inputs + input] ?? 0);
      else sum += (b[output * rank + k] ?? 0) * (a[k * inputs + input] ?? 0);
    }
    return sum;
  };
}

describe('rows of an update', () => {
  it('are those of the formula, in every layout and for every part of the rows', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 5 }), (drawn, seed, step) => {
        const one = { ...drawn, experts: drawn.layout.startsWith('experts') ? drawn.experts : 1 };
        const { rank, experts, inputs, outputs, layout } = one;
        const value = (at: number) => ((at * 7 + seed * 13) % 11) - 5;
        const a = Float32Array.from({ length: experts * rank * inputs }, (_, at) => value(at));
        const b = Float32Array.from({ length: experts * rank * outputs }, (_, at) => value(at + 3));
        const turned = layout === 'transposed' || layout === 'experts-transposed';
        const [rows, columns] = turned ? [inputs, outputs] : [outputs, inputs];
        const term: LowRankTerm = {
          kind: 'low-rank',
          module: 'm',
          layout,
          scale: 2,
          rank,
          experts,
          a: ref([a.length]),
          b: ref([b.length]),
          firstRow: 0,
        };
        // Not in order, as little as bands of a sample are next to each other.
        const chosen = Array.from({ length: experts * rows }, (_, row) => (row * step) % (experts * rows));
        const out = new Float32Array(chosen.length * columns);
        lowRankRows(rowFactors(term, columns, { a, b }), { rows: chosen, from: 0, to: columns }, out);
        const expected = delta(one, a, b);
        for (let at = 0; at < out.length; at++) {
          const [row, column] = [chosen[Math.floor(at / columns)] ?? 0, at % columns];
          const [expert, inner] = [Math.floor(row / rows), row % rows];
          expect(out[at]).toBe(2 * (turned ? expected(expert, column, inner) : expected(expert, inner, column)));
        }
      }),
    );
  });

  const base = Float32Array.from([1, 2, 3, 4]);
  const update = (terms: readonly LoadedTerm[]): readonly number[] => {
    const space = { update: new Float32Array(4), scratch: new Float32Array(4) };
    updateRows(terms, { base, rows: [0, 1], from: 0, to: 2 }, space);
    return [...space.update];
  };
  const factors = {
    scale: 1,
    rank: 1,
    columns: 2,
    left: Float32Array.from([1, 2]),
    right: Float32Array.from([10, 20]),
    rowsPerExpert: 2,
  };
  const lowRank: LoadedTerm = { kind: 'low-rank', factors, firstRow: 0 };

  it('are added to a saved tensor, which stands for the base', () => {
    const saved: LoadedTerm = { kind: 'replace', values: Float32Array.from([5, 5, 5, 5]) };
    expect(update([saved])).toEqual([4, 3, 2, 1]);
    expect(update([saved, lowRank])).toEqual([14, 23, 22, 41]);
  });

  it('replace only the trained tokens, and add a bias with its scale', () => {
    const rowAt = new Map([[1, 0]]);
    expect(update([{ kind: 'replace-rows', values: Float32Array.from([7, 7]), columns: 2, rowAt }])).toEqual([
      0, 0, 4, 3,
    ]);
    expect(update([{ kind: 'add', values: Float32Array.from([1, 2, 3, 4]), scale: 3 }])).toEqual([3, 6, 9, 12]);
  });

  it('give each DoRA output its magnitude', () => {
    const [a = 0, b = 0, c = 0, d = 0] = update([{ ...lowRank, dora: { magnitude: Float32Array.from([1, 2]) } }]);
    expect(Math.hypot(1 + a, 2 + b)).toBeCloseTo(1, 5);
    expect(Math.hypot(3 + c, 4 + d)).toBeCloseTo(2, 5);
  });
});
