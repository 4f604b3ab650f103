import { describe, expect, it } from 'vitest';
import type { MergeProof } from '../../src/evidence/merge-proof.ts';
import { proveMerge } from '../../src/gather/prove-merge.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { matrix } from '../support/run-builder.ts';
import { safetensorsFile, type WritableTensor, writeSafetensors } from '../support/safetensors.ts';

type Tensors = Record<string, WritableTensor>;
type Values = Record<string, Float32Array>;

const SIZE = 48;
const [R, ALPHA] = [4, 8];
const Q = 'model.layers.0.self_attn.q_proj';
const V = 'model.layers.0.self_attn.v_proj';
const NORM = 'model.norm.weight';

/** Repeatable numbers between -0.5 and 0.5. */
function numbers(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

const base: Values = {
  [`${Q}.weight`]: numbers(SIZE * SIZE, 1),
  [`${V}.weight`]: numbers(SIZE * SIZE, 2),
  [NORM]: numbers(SIZE, 3),
};
const factors = (seed: number) => ({
  a: numbers(R * SIZE, seed),
  b: numbers(SIZE * R, seed + 1).map((value) => value * 0.1),
});
const [ofQ, ofV] = [factors(10), factors(20)];

function delta({ a, b }: { a: Float32Array; b: Float32Array }): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < R; k++) sum += (b[Math.floor(at / SIZE) * R + k] ?? 0) * (a[k * SIZE + (at % SIZE)] ?? 0);
    return (ALPHA / R) * sum;
  });
}

/** The base with the updates counted so often. */
function merge(timesQ: number, timesV = timesQ): Values {
  const add = (name: string, times: number, update: Float32Array) =>
    (base[name] ?? new Float32Array(0)).map((value, at) => value + times * (update[at] ?? 0));
  return {
    ...base,
    [`${Q}.weight`]: add(`${Q}.weight`, timesQ, delta(ofQ)),
    [`${V}.weight`]: add(`${V}.weight`, timesV, delta(ofV)),
  };
}

function tensors(values: Values): Tensors {
  return Object.fromEntries(
    Object.entries(values).map(([name, data]) => [
      name,
      { dtype: 'F32', shape: name === NORM ? [SIZE] : [SIZE, SIZE], data },
    ]),
  );
}

function adapterTensors(prefix = 'base_model.model.'): Tensors {
  return Object.fromEntries(
    [[Q, ofQ] as const, [V, ofV] as const].flatMap(([module, { a, b }]): [string, WritableTensor][] => [
      [`${prefix}${module}.lora_A.weight`, { dtype: 'F32', shape: [R, SIZE], data: a }],
      [`${prefix}${module}.lora_B.weight`, { dtype: 'F32', shape: [SIZE, R], data: b }],
    ]),
  );
}

const model = (values: Tensors) => memoryFiles({ 'model.safetensors': writeSafetensors(values), 'config.json': '{}' });
const adapter = (values: Tensors = adapterTensors(), config: object = {}) =>
  memoryFiles({
    'adapter_model.safetensors': writeSafetensors(values),
    'adapter_config.json': JSON.stringify({ peft_type: 'LORA', r: R, lora_alpha: ALPHA, ...config }),
  });

function prove(merged: Values, given = adapter()): Promise<MergeProof> {
  return proveMerge({ base: model(tensors(base)), adapter: given, merged: model(tensors(merged)) });
}

describe('a merge', () => {
  it.each([
    ['merged', 1],
    ['not-merged', 0],
    ['merged-twice', 2],
    ['negated', -1],
    ['unscaled', R / ALPHA],
    ['scale-wrong', R],
    ['scale-wrong', 1.3],
  ])('is %s when its update counts %d times', async (verdict, times) => {
    const proof = await prove(merge(times));
    expect(proof.verdict).toBe(verdict);
    for (const { kappa, residual } of proof.modules) {
      expect(kappa).toBeCloseTo(times, 4);
      expect(residual).toBeLessThan(1e-4);
    }
    expect(proof.disagreeing).toHaveLength(verdict === 'merged' ? 0 : 2);
  });

  it('is partly there when one module has its update and the other has not', async () => {
    const proof = await prove(merge(1, 0));
    expect(proof.verdict).toBe('partly-merged');
    expect(proof.disagreeing).toEqual([`${V}.weight`]);
  });

  it('of another base shows in the tensors that no update touches', async () => {
    const proof = await prove({ ...merge(1), [NORM]: numbers(SIZE, 99) });
    expect(proof.verdict).toBe('other-base');
    expect(proof.untouched).toEqual({ compared: 1, equal: 0, different: [NORM] });
    expect(proof.modules.map(({ verdict }) => verdict)).toEqual(['merged', 'merged']);
  });

  it('by an adapter whose keys have names of their own is not called another base', async () => {
    const renamed = Object.entries(adapterTensors()).map(([name, tensor]) => [
      name.replace('layers', 'blocks'),
      tensor,
    ]);
    const proof = await prove(merge(1), adapter(Object.fromEntries(renamed)));
    expect(proof).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('names that the base has not'),
    });
  });

  it('by an adapter that lost half of a pair is neither whole nor of another base', async () => {
    const { [`base_model.model.${V}.lora_B.weight`]: _, ...torn } = adapterTensors();
    const withoutV = await prove(merge(1, 0), adapter(torn));
    expect(withoutV).toMatchObject({ verdict: 'partly-merged', because: expect.stringContaining('other half') });
    const whole = await prove(merge(1), adapter(torn));
    expect(whole).toMatchObject({ verdict: 'unknown', because: expect.stringContaining('other half') });
    const elsewhere = await prove({ ...merge(1), [NORM]: numbers(SIZE, 99) }, adapter(torn));
    expect(elsewhere.verdict).toBe('other-base');
  });

  it('by an adapter with a factor that does not fit is not known in that tensor', async () => {
    const turned = { ...adapterTensors(), [`base_model.model.${V}.lora_A.weight`]: matrix([SIZE, R], 0.1) };
    const proof = await prove(merge(1), adapter(turned));
    expect(proof).toMatchObject({ verdict: 'unknown', because: expect.stringContaining('do not multiply') });
  });

  it('of another adapter is not this one', async () => {
    const other = numbers(SIZE * SIZE, 77);
    const changed = (name: string) => (base[name] ?? other).map((value, at) => value + 0.01 * (other[at] ?? 0));
    const proof = await prove({
      ...base,
      [`${Q}.weight`]: changed(`${Q}.weight`),
      [`${V}.weight`]: changed(`${V}.weight`),
    });
    expect(proof.verdict).toBe('not-merged');
    expect(proof.because).toContain('not by this adapter');
  });

  it('cannot be told from the base when the adapter was never trained', async () => {
    const fresh = Object.fromEntries(
      Object.entries(adapterTensors()).map(([name, tensor]) =>
        name.includes('lora_B') ? [name, { ...tensor, data: new Float32Array(SIZE * R) }] : [name, tensor],
      ),
    );
    const proof = await prove(base, adapter(fresh));
    expect(proof.verdict).toBe('unknown');
    expect(proof.untrained).toBe(true);
    expect(proof.modules.flatMap((module) => module.factors.flatMap(({ zeroSides }) => zeroSides))).toEqual(['B', 'B']);
  });

  it('of a PiSSA adapter is not judged, because its base is not on disk', async () => {
    const shifted = merge(1);
    const residual = (name: string) =>
      (shifted[name] ?? new Float32Array(0)).map((value, at) => value - 0.3 * Math.sin(at));
    const moved = { ...shifted, [`${Q}.weight`]: residual(`${Q}.weight`), [`${V}.weight`]: residual(`${V}.weight`) };
    const proof = await prove(moved, adapter(adapterTensors(), { init_lora_weights: 'pissa' }));
    expect([proof.verdict, proof.because.includes('pissa')]).toEqual(['unknown', true]);
  });

  it('that lacks an adapted tensor is not called merged', async () => {
    const { [`${V}.weight`]: _, ...rest } = merge(1);
    const proof = await prove(rest);
    expect([proof.verdict, proof.missing]).toEqual(['unknown', [`${V}.weight`]]);
  });

  it('is only a part where keys of the adapter name no module of the base', async () => {
    const stray = {
      'base_model.model.elsewhere.q_proj.lora_A.weight': { dtype: 'F32', shape: [R, SIZE], data: ofQ.a },
    };
    const lost = {
      ...stray,
      'base_model.model.elsewhere.q_proj.lora_B.weight': { dtype: 'F32', shape: [SIZE, R], data: ofQ.b },
    };
    const proof = await prove(merge(1), adapter({ ...adapterTensors(), ...lost }));
    expect(proof.verdict).toBe('partly-merged');
    expect(proof.keyMap?.suffixOnly).toEqual(['elsewhere.q_proj.weight']);
  });

  it('is proved through a known renaming, which is named', async () => {
    const proof = await prove(merge(1), adapter(adapterTensors('base_model.model.base_model.model.')));
    expect(proof.verdict).toBe('merged');
    expect(proof.keyMap?.renamed).toHaveLength(2);
  });

  it('counts values that are no numbers, and judges the rest', async () => {
    const broken = merge(1);
    broken[`${Q}.weight`]?.set([Number.NaN, Number.POSITIVE_INFINITY]);
    const proof = await prove(broken);
    expect(proof.modules.map(({ notFinite }) => notFinite)).toEqual([2, 0]);
    expect(proof.modules[0]?.kappa).toBeCloseTo(1, 3);
  });
});

describe('the sample', () => {
  const wide = 1024;
  const big = numbers(wide * wide, 5);
  const big16: WritableTensor = { dtype: 'F32', shape: [wide, wide], data: big };
  const plain = { ...tensors(base), big: big16 };

  it('reads a part, says which share could hide, and is the same each time', async () => {
    const merged = { ...tensors(merge(1)), big: big16 };
    const sources = { base: model(plain), adapter: adapter(), merged: model(merged) };
    const [one, two] = [await proveMerge(sources), await proveMerge(sources)];
    expect(one).toEqual(two);
    expect(one.reading.bytesRead).toBeLessThan(one.reading.bytesTotal / 2);
    expect(one.reading.unseenShare).toBeCloseTo(0.134, 3);
    expect((await proveMerge(sources, { exact: true })).reading).toMatchObject({ unseenShare: 0, exact: true });
  });

  it('misses one changed value, which the exact proof finds', async () => {
    const changed = big.slice();
    changed[700_000] = 7;
    const merged = { ...tensors(merge(1)), big: { ...big16, data: changed } };
    const sources = { base: model(plain), adapter: adapter(), merged: model(merged) };
    expect((await proveMerge(sources)).verdict).toBe('merged');
    expect((await proveMerge(sources, { exact: true })).untouched.different).toEqual(['big']);
  });
});

describe('bad input is a value with its reason', () => {
  const good = { base: model(tensors(base)), adapter: adapter(), merged: model(tensors(merge(1))) };
  const header = (text: string) => safetensorsFile(text, [new Uint8Array(8)]);
  const huge = new Uint8Array(64);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 60n, true);
  const overlap = header(
    '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}',
  );
  const index = JSON.stringify({ weight_map: { [NORM]: 'model-00001-of-00002.safetensors' } });

  it.each([
    ['a header of 2^60 bytes', { base: memoryFiles({ 'model.safetensors': huge }) }, /claims 11529215046068\d+ bytes/],
    ['overlapping tensors', { merged: memoryFiles({ 'model.safetensors': overlap }) }, /inside tensor "a"/],
    ['a missing shard', { base: memoryFiles({ 'model.safetensors.index.json': index }) }, /is not there/],
    ['an adapter of another type', { adapter: adapter(adapterTensors(), { peft_type: 'IA3' }) }, /PEFT type IA3/],
    [
      'no adapter config',
      { adapter: memoryFiles({ 'adapter_model.safetensors': huge }) },
      /adapter_config.json does not exist/,
    ],
    ['a pickled adapter', { adapter: memoryFiles({ 'adapter_config.json': '{}', 'adapter_model.bin': '' }) }, /pickle/],
    ['no weights', { merged: memoryFiles({ 'config.json': '{}' }) }, /found no weights/],
  ])('%s', async (_, changed, reason) => {
    const proof = await proveMerge({ ...good, ...changed });
    expect(proof.verdict).toBe('unknown');
    expect(proof.because).toMatch(reason);
  });

  it.each([
    [
      'rank 0',
      { shape: [0, SIZE], data: new Float32Array(0) },
      { shape: [SIZE, 0], data: new Float32Array(0) },
      /no rank/,
    ],
    [
      'factors for another size',
      { shape: [R, 8], data: numbers(R * 8, 1) },
      { shape: [SIZE, R], data: ofQ.b },
      /do not multiply/,
    ],
    ['a flat factor', { shape: [R * SIZE], data: ofQ.a }, { shape: [SIZE, R], data: ofQ.b }, /no rank/],
  ])('%s leaves the module out, and the others are judged', async (_, a, b, reason) => {
    const names = [`base_model.model.${Q}.lora_A.weight`, `base_model.model.${Q}.lora_B.weight`] as const;
    const damaged = { ...adapterTensors(), [names[0]]: { dtype: 'F32', ...a }, [names[1]]: { dtype: 'F32', ...b } };
    const proof = await proveMerge({ ...good, merged: model(tensors(merge(0, 1))), adapter: adapter(damaged) });
    expect(proof.problems.map(({ path }) => path)).toEqual([Q]);
    expect(proof.problems[0]?.reason).toMatch(reason);
    expect(proof.modules.map(({ name, verdict }) => [name, verdict])).toEqual([[V, 'merged']]);
  });

  it('a base of other shapes is not compared, and says so', async () => {
    const half = (values: Values): Tensors =>
      Object.fromEntries(
        Object.entries(values).map(([name, data]) => [name, { dtype: 'F32', shape: [8], data: data.slice(0, 8) }]),
      );
    const proof = await proveMerge({ ...good, base: model(half(base)) });
    expect(proof.verdict).toBe('unknown');
    expect(proof.reshaped).toHaveLength(3);
  });

  it('an update of a type that holds no plain numbers is left out', async () => {
    const odd = {
      ...adapterTensors(),
      [`base_model.model.${Q}.lora_A.weight`]: { dtype: 'C64', shape: [R, SIZE / 2], data: ofQ.a },
    };
    const proof = await proveMerge({ ...good, adapter: adapter(odd) });
    expect(proof.problems).toHaveLength(1);
  });
});
