import { describe, expect, it } from 'vitest';
import { adapterParts } from '../../src/adapter/adapter-parts.ts';
import { type AdapterSettings, parseAdapterSettings } from '../../src/adapter/adapter-settings.ts';
import { type MergeTerms, mergeTerms } from '../../src/adapter/merge-terms.ts';
import type { TensorRef } from '../../src/adapter/update-term.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

function refs(side: TensorRef['side'], shapes: Shapes): ReadonlyMap<string, TensorRef> {
  return new Map(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { side, path: 'f', name, dtype: 'F32', shape, start: 0, end: 0 },
    ]),
  );
}

function settings(config: object): AdapterSettings {
  const parsed = parseAdapterSettings(JSON.stringify(config));
  if (!parsed.ok) throw new Error(parsed.problem.reason);
  return parsed.value;
}

function termsOf(
  adapter: Shapes,
  base: Shapes,
  more: { config?: object; tied?: boolean; turned?: boolean } = {},
): MergeTerms {
  return mergeTerms({
    settings: settings({ r: 4, lora_alpha: 8, ...more.config }),
    parts: adapterParts(Object.keys(adapter)),
    adapter: refs('adapter', adapter),
    base: refs('base', base),
    tied: more.tied ?? false,
    transposedExperts: more.turned ?? false,
  });
}

const pair = (path: string, [inputs, outputs]: readonly [number, number], rank = 4): Shapes => ({
  [`base_model.model.${path}.lora_A.weight`]: [rank, inputs],
  [`base_model.model.${path}.lora_B.weight`]: [outputs, rank],
});
const layoutsOf = ({ terms }: MergeTerms) =>
  [...terms].map(([name, list]) => [name, list.map((term) => (term.kind === 'low-rank' ? term.layout : term.kind))]);

describe('what an adapter does to base tensors', () => {
  it('is decided by shapes; GPT-2 stores in × out, and its square weights follow the others', () => {
    const adapter = { ...pair('h.0.c_proj', [8, 8]), ...pair('h.0.c_attn', [8, 24]) };
    const gpt2 = termsOf(adapter, { 'h.0.c_proj.weight': [8, 8], 'h.0.c_attn.weight': [8, 24] });
    expect(layoutsOf(gpt2)).toEqual([
      ['h.0.c_proj.weight', ['transposed']],
      ['h.0.c_attn.weight', ['transposed']],
    ]);
    const llama = termsOf(
      adapter,
      { 'h.0.c_proj.weight': [8, 8], 'h.0.c_attn.weight': [24, 8] },
      { config: { fan_in_fan_out: true } },
    );
    expect(layoutsOf(llama).map(([, layouts]) => layouts)).toEqual([['linear'], ['linear']]);
  });

  it('covers convolutions, biases, saved tensors, token rows, DoRA and lora_bias', () => {
    const adapter: Shapes = {
      'base_model.model.c.lora_A.weight': [4, 3, 5, 5],
      'base_model.model.c.lora_B.weight': [6, 4, 1, 1],
      'base_model.model.c.lora_B.bias': [6],
      'base_model.model.c.lora_magnitude_vector': [1, 6, 1, 1],
      'base_model.model.lm_head.weight': [20, 8],
      'base_model.model.emb.token_adapter.trainable_tokens_delta': [2, 8],
    };
    const base = { 'c.weight': [6, 3, 5, 5], 'c.bias': [6], 'lm_head.weight': [20, 8], 'emb.weight': [20, 8] };
    const config = { use_dora: true, trainable_token_indices: { emb: [3, 19] } };
    const { terms, problems } = termsOf(adapter, base, { config });
    expect(problems).toEqual([]);
    expect(terms.get('c.weight')).toMatchObject([{ layout: 'linear', scale: 2, magnitude: { shape: [1, 6, 1, 1] } }]);
    expect(terms.get('c.bias')).toMatchObject([{ kind: 'add', scale: 2 }]);
    expect(terms.get('lm_head.weight')).toMatchObject([{ kind: 'replace' }]);
    expect(terms.get('emb.weight')).toMatchObject([{ kind: 'replace-rows', rows: [3, 19] }]);
  });

  it('says what does not fit: grouped convolutions, token rows beyond the vocabulary, DoRA without magnitudes', () => {
    const grouped = {
      'base_model.model.c.lora_A.weight': [4, 8, 3, 3],
      'base_model.model.c.lora_B.weight': [8, 2, 1, 1],
    };
    expect(termsOf(grouped, { 'c.weight': [8, 4, 3, 3] }).problems).toHaveLength(1);
    const tokens = { 'base_model.model.e.token_adapter.trainable_tokens_delta': [1, 8] };
    expect(
      termsOf(tokens, { 'e.weight': [20, 8] }, { config: { trainable_token_indices: [20] } }).problems,
    ).toHaveLength(1);
    expect(termsOf(pair('q', [8, 8]), { 'q.weight': [8, 8] }, { config: { use_dora: true } }).problems).toHaveLength(1);
  });

  it('puts an output layer without a tensor of its own into the embedding it is tied to', () => {
    const adapter = pair('lm_head', [8, 20]);
    const base = { 'model.embed_tokens.weight': [20, 8] };
    expect(layoutsOf(termsOf(adapter, base, { tied: true }))).toEqual([['model.embed_tokens.weight', ['linear']]]);
    expect(termsOf(adapter, base).keyMap.unmatched).toEqual(['lm_head.weight']);
  });

  const experts: Shapes = {
    'base_model.model.mlp.experts.base_layer.lora_A.weight': [8, 6],
    'base_model.model.mlp.experts.base_layer.lora_B.weight': [10, 8],
    'base_model.model.mlp.experts.lora_A.weight': [8, 5],
    'base_model.model.mlp.experts.lora_B.weight': [6, 8],
  };
  const config = { target_parameters: ['mlp.experts.gate_up_proj', 'mlp.experts.down_proj'] };

  it('finds the parameter of each nested wrapper by its shape, in fused and in split checkpoints', () => {
    const fused = termsOf(
      experts,
      { 'mlp.experts.gate_up_proj': [2, 10, 6], 'mlp.experts.down_proj': [2, 6, 5] },
      { config },
    );
    expect(layoutsOf(fused)).toEqual([
      ['mlp.experts.gate_up_proj', ['experts']],
      ['mlp.experts.down_proj', ['experts']],
    ]);
    const names = [0, 1].flatMap((expert): [string, readonly number[]][] => [
      [`block_sparse_moe.experts.${expert}.w1.weight`, [5, 6]],
      [`block_sparse_moe.experts.${expert}.w3.weight`, [5, 6]],
      [`block_sparse_moe.experts.${expert}.w2.weight`, [6, 5]],
    ]);
    const layer = Object.fromEntries(names.map(([name, shape]) => [`model.${name}`, shape]));
    const adapter = Object.fromEntries(
      Object.entries(experts).map(([name, shape]) => [name.replace('model.mlp', 'model.model.mlp'), shape]),
    );
    const split = termsOf(adapter, layer, { config });
    expect(split.problems).toEqual([]);
    const rows = [...split.terms].map(([name, [term]]) => [name, term?.kind === 'low-rank' ? term.firstRow : -1]);
    expect(Object.fromEntries(rows)).toMatchObject({
      'model.block_sparse_moe.experts.1.w1.weight': 10,
      'model.block_sparse_moe.experts.1.w3.weight': 15,
      'model.block_sparse_moe.experts.1.w2.weight': 6,
    });
  });

  it('turns square expert weights where the model stores in × out', () => {
    const square = {
      'base_model.model.mlp.experts.lora_A.weight': [8, 6],
      'base_model.model.mlp.experts.lora_B.weight': [6, 8],
    };
    const base = { 'mlp.experts.down_proj': [2, 6, 6] };
    expect(layoutsOf(termsOf(square, base, { config }))[0]?.[1]).toEqual(['experts']);
    expect(layoutsOf(termsOf(square, base, { config, turned: true }))[0]?.[1]).toEqual(['experts-transposed']);
  });
});

describe('the key map', () => {
  const path = 'language_model.model.layers.0.self_attn.q_proj';

  it('names the renaming that makes keys fit', () => {
    const { keyMap } = termsOf(pair(path, [8, 8]), { 'model.language_model.layers.0.self_attn.q_proj.weight': [8, 8] });
    expect(keyMap.matched).toBe(1);
    expect(keyMap.renamed[0]?.renames).toEqual([
      'transformers 4.52: language_model.model.* became model.language_model.*',
    ]);
  });

  it('calls out modules that match by their last name only, and halves without the other', () => {
    const lost = { ...pair('other.q_proj', [8, 8]), 'base_model.model.k_proj.lora_A.weight': [4, 8] };
    const { keyMap } = termsOf(lost, { 'model.layers.0.q_proj.weight': [8, 8] });
    expect(keyMap.suffixOnly).toEqual(['other.q_proj.weight']);
    expect(keyMap.halves).toEqual(['k_proj']);
  });

  it('counts vision, projector and language modules', () => {
    const adapter = {
      ...pair('visual.blocks.0.qkv', [8, 8]),
      ...pair('visual.merger.mlp.0', [8, 8]),
      ...pair(path, [8, 8]),
    };
    expect(termsOf(adapter, {}).keyMap.parts).toEqual({ vision: 1, projector: 1, language: 1 });
  });
});
