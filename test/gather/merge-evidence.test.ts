import { describe, expect, it } from 'vitest';
import type { MergeUnit } from '../../src/adapter/merge-unit.ts';
import { affordableUnits } from '../../src/gather/affordable-units.ts';
import { gather } from '../../src/gather/gather.ts';
import { gatheredState, gatheredValue } from '../support/gathered-value.ts';
import { buildRun } from '../support/run-builder.ts';
import { modelFile, servedYaml } from '../support/stories-weights.ts';

// r 2, alpha 4: every entry of the update is 2 · 2 · 0.05 · 0.25.
const [BASE, MERGED] = [0.5, 0.55];
const served = (value: number) => ({
  'lockstep.yaml': servedYaml,
  'merged/config.json': '{}',
  'merged/model.safetensors': modelFile(value),
});

describe('the merge proof of a run', () => {
  it('is there when base, adapter and served weights are', async () => {
    const evidence = await gather(buildRun({ files: served(MERGED) }).files);
    const { proof, mergedPath, basePath, adapterPath } = gatheredValue(evidence.mergeProof);
    expect(proof).toMatchObject({ verdict: 'merged', disagreeing: [], reading: { tensorsRead: 3, tensors: 3 } });
    expect([basePath, adapterPath, mergedPath]).toEqual([
      'base/model.safetensors',
      'run/adapter_model.safetensors',
      'merged/model.safetensors',
    ]);
  });

  it('reads the newest checkpoint when the trainer was stopped before it saved at the top', async () => {
    const { contents } = buildRun({ files: served(BASE) });
    const moved = Object.fromEntries(
      Object.entries(contents).flatMap(([path, content]) => {
        const name = /^run\/(adapter_.*)$/.exec(path)?.[1];
        return name === undefined
          ? []
          : [
              [path, null],
              [`run/checkpoint-24/${name}`, content],
            ];
      }),
    );
    const evidence = await gather(buildRun({ files: { ...served(BASE), ...moved } }).files);
    expect(gatheredValue(evidence.mergeProof).proof.verdict).toBe('not-merged');
  });

  it('is absent without served weights, and damage of a part is said once, by that part', async () => {
    expect(gatheredState((await gather(buildRun().files)).mergeProof)).toBe('absent');
    const broken = { ...served(MERGED), 'merged/model.safetensors': 'not a model' };
    const evidence = await gather(buildRun({ files: broken }).files);
    expect(gatheredValue(evidence.layout).damage.filter(({ path }) => path.startsWith('merged/'))).toHaveLength(1);
  });
});

describe('what a check can afford', () => {
  const tensor = { side: 'base' as const, path: 'f', dtype: 'BF16', shape: [4096, 4096], start: 0, end: 2 ** 25 };
  const unit = (id: number, adapted: boolean): MergeUnit => ({
    id,
    base: { ...tensor, name: `t${id}` },
    merged: { ...tensor, name: `t${id}`, side: 'merged' },
    terms: adapted ? [{ kind: 'replace', value: { ...tensor, name: `t${id}`, side: 'adapter' } }] : [],
    candidates: [],
    rows: 4096,
    columns: 4096,
    bands: [{ first: 0, end: 32, from: 0, to: 4096 }],
  });

  it('is everything of a small model', () => {
    const units = [unit(0, true), unit(1, false)];
    expect(affordableUnits(units)).toEqual(units);
  });

  it('is spread from the first layer to the last of a large one, with tensors that are not adapted', () => {
    const units = Array.from({ length: 2000 }, (_, id) => unit(id, id % 2 === 0));
    const chosen = affordableUnits(units);
    expect(chosen.length).toBeLessThan(units.length / 3);
    expect(chosen.map(({ id }) => id)).toEqual(chosen.map(({ id }) => id).toSorted((a, b) => a - b));
    for (const adapted of [true, false]) {
      const ids = chosen.filter(({ terms }) => terms.length > 0 === adapted).map(({ id }) => id);
      expect(ids[0]).toBeLessThan(2);
      expect(ids.at(-1)).toBeGreaterThan(1997);
      expect(Math.max(...ids.slice(1).map((id, at) => id - (ids[at] ?? 0)))).toBeLessThan(100);
    }
  });
});

describe('rules of servers', () => {
  it('are known when the adapter and its settings are, and the run says who answered', async () => {
    const config = JSON.stringify({ peft_type: 'LORA', r: 2, lora_alpha: 4, bias: 'all' });
    const evidence = await gather(
      buildRun({ files: { 'run/adapter_config.json': config }, generation: { server: 'vllm 0.11' } }).files,
    );
    expect(gatheredValue(evidence.adapterWeights).servers).toMatchObject([{ server: 'vLLM', keys: ['bias'] }]);
    expect(gatheredValue(evidence.generation).server).toBe('vllm 0.11');
  });
});
