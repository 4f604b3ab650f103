import { describe, expect, it } from 'vitest';
import type { MergeSources } from '../../src/gather/merge-sources.ts';
import { proveMerge } from '../../src/gather/prove-merge.ts';
import { seededRandom } from '../../src/lib/statistics/seeded-random.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { type WritableTensor, writeSafetensors } from '../support/safetensors.ts';

const [ROWS, COLUMNS, RANK] = [512, 1024, 4];
const NAME = 'model.layers.0.self_attn.q_proj';
const SEEDS = [1, 2, 3, 4, 5];

const random = seededRandom(1);
const numbers = (length: number, size: number) => Float32Array.from({ length }, () => (random() - 0.5) * size);
const [A, B] = [numbers(RANK * COLUMNS, 1), numbers(ROWS * RANK, 1)];

/** The nearest bfloat16, ties to even, as its 16 bits. */
function codes(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(bits, (code) => (code + 0x7fff + ((code >>> 16) & 1)) >>> 16);
}
const rounded = (values: Float32Array) =>
  new Float32Array(Uint32Array.from(codes(values), (code) => code << 16).buffer);

const BASE = rounded(numbers(ROWS * COLUMNS, 0.1));
const UPDATE = Float32Array.from({ length: ROWS * COLUMNS }, (_, at) => {
  const [row, column] = [Math.floor(at / COLUMNS), at % COLUMNS];
  let sum = 0;
  for (let k = 0; k < RANK; k++) sum += (B[row * RANK + k] ?? 0) * (A[k * COLUMNS + column] ?? 0);
  return sum;
});
const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** ‖Δ‖ / ‖W‖: as training leaves it, and so small that bfloat16 rounds half of it away. */
const SIZES = [0.005, 0.001];

type Factor = (row: number, column: number) => number;

/** A merge in which the update counts as often as `factor` says. */
function mergeOf(size: number, factor: Factor): MergeSources {
  const scale = (size * norm(BASE)) / norm(UPDATE);
  const data = BASE.map((value, at) => {
    const times = factor(Math.floor(at / COLUMNS), at % COLUMNS);
    return value + times * scale * (UPDATE[at] ?? 0);
  });
  const model = (values: Float32Array) => {
    const weight: WritableTensor = { dtype: 'BF16', shape: [ROWS, COLUMNS], data: codes(values) };
    return memoryFiles({ 'model.safetensors': writeSafetensors({ [`${NAME}.weight`]: weight }), 'config.json': '{}' });
  };
  const adapter = memoryFiles({
    'adapter_config.json': JSON.stringify({ peft_type: 'LORA', r: RANK, lora_alpha: RANK }),
    'adapter_model.safetensors': writeSafetensors({
      [`base_model.model.${NAME}.lora_A.weight`]: { dtype: 'F32', shape: [RANK, COLUMNS], data: A },
      [`base_model.model.${NAME}.lora_B.weight`]: {
        dtype: 'F32',
        shape: [ROWS, RANK],
        data: B.map((value) => value * scale),
      },
    }),
  });
  return { base: model(BASE), adapter, merged: model(data) };
}

const whole: Factor = () => 1;
async function verdicts(size: number, factor: Factor): Promise<readonly string[]> {
  const sources = mergeOf(size, factor);
  const proofs = await Promise.all(SEEDS.map((seed) => proveMerge(sources, { seed })));
  return proofs.map(({ verdict }) => verdict);
}

describe('a tensor that was merged in part', () => {
  const parts: readonly (readonly [string, Factor])[] = [
    ['without an eighth of its rows', (row) => (row < ROWS / 8 ? 0 : 1)],
    ['in its second half only, as one of two shards', (row) => (row < ROWS / 2 ? 0 : 1)],
    ['without half of its columns, as one of two shards', (_, column) => (column < COLUMNS / 2 ? 0 : 1)],
    [
      'without a quarter of rows in half of the columns',
      (row, column) => (row < ROWS / 4 && column < COLUMNS / 2 ? 0 : 1),
    ],
    ['in a few rows only', (row) => (row < ROWS / 8 ? 1 : 0)],
  ];
  for (const [how, factor] of parts) {
    it(`${how} is seen and named, whichever rows are drawn`, async () => {
      for (const size of SIZES) expect(await verdicts(size, factor)).toEqual(SEEDS.map(() => 'partly-merged'));
    });
  }

  it('says how many of the places that were read lack the update', async () => {
    const { because, modules, disagreeing } = await proveMerge(mergeOf(0.005, (row) => (row < ROWS / 8 ? 0 : 1)));
    expect(because).toMatch(
      /^1 of 1 adapted tensors are base \+ update in a part only; .*q_proj.weight: of (32 places .*, 4 have κ 0.00 and 28 are|64 places .*, 8 have κ 0.00 and 56 are)/,
    );
    expect(modules.map(({ verdict }) => verdict)).toEqual(['partly-merged']);
    expect(disagreeing).toEqual([`${NAME}.weight`]);
  });

  it('may hold the update twice elsewhere', async () => {
    const { verdict, because } = await proveMerge(mergeOf(0.005, (row) => (row < ROWS / 8 ? 2 : 1)));
    expect(verdict).toBe('partly-merged');
    expect(because).toMatch(/ have κ (1\.9|2\.0)/);
  });

  it('is seen by an exact proof in a single row', async () => {
    for (const size of SIZES) {
      const { verdict, because } = await proveMerge(
        mergeOf(size, (row) => (row === 77 ? 0 : 1)),
        { exact: true },
      );
      expect(verdict).toBe('partly-merged');
      expect(because).toContain('of 512 places that were read and tell, 1 have κ 0.00');
    }
  });
});

describe('a tensor that was merged whole', () => {
  it('is merged, whichever rows are drawn', async () => {
    for (const size of SIZES) expect(await verdicts(size, whole)).toEqual(SEEDS.map(() => 'merged'));
  });

  it('is not merged in part when all of it is the base, or the update counts twice everywhere', async () => {
    for (const size of SIZES) {
      expect(await verdicts(size, () => 0)).toEqual(SEEDS.map(() => 'not-merged'));
      expect(await verdicts(size, () => 2)).toEqual(SEEDS.map(() => 'merged-twice'));
    }
  });
});
