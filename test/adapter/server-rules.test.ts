import { describe, expect, it } from 'vitest';
import { adapterParts } from '../../src/adapter/adapter-parts.ts';
import { parseAdapterSettings } from '../../src/adapter/adapter-settings.ts';
import { scaleDifferences } from '../../src/adapter/scale-differences.ts';
import { type ServedAdapter, serverRules } from '../../src/adapter/server-rules.ts';

const LINEAR = ['layers.0.q_proj', 'layers.0.v_proj'];

function rules(config: object, more: Partial<ServedAdapter> = {}, extra: readonly string[] = []): readonly string[] {
  const settings = parseAdapterSettings(JSON.stringify({ r: 8, lora_alpha: 16, ...config }));
  if (!settings.ok) throw new Error(settings.problem.reason);
  const names = LINEAR.flatMap((path) => [
    `base_model.model.${path}.lora_A.weight`,
    `base_model.model.${path}.lora_B.weight`,
  ]);
  const parts = adapterParts([...names, ...extra]);
  return serverRules({ settings: settings.value, parts, largestRank: 8, ...more }).map(
    ({ server, kind, keys }) => `${server} ${kind}: ${keys.join(', ')}`,
  );
}

describe('what servers do with an adapter', () => {
  it('is nothing to speak of for plain LoRA of a small rank', () => {
    expect(rules({})).toEqual([]);
  });

  it('differs for patterns: vLLM and Ollama drop both, llama.cpp keeps the ranks', () => {
    const keys = 'layers.0.q_proj';
    expect(rules({ rank_pattern: { q_proj: 4 } })).toEqual([
      `vLLM other-scale: ${keys}`,
      `Ollama other-scale: ${keys}`,
    ]);
    expect(rules({ alpha_pattern: { q_proj: 4 } })).toContain(`llama.cpp other-scale: ${keys}`);
  });

  it('is a wrong scale for rslora outside vLLM, and none where √r is r', () => {
    expect(rules({ use_rslora: true })).toEqual([
      `llama.cpp other-scale: ${LINEAR.join(', ')}`,
      `Ollama other-scale: ${LINEAR.join(', ')}`,
    ]);
    expect(rules({ use_rslora: true, r: 1 })).toEqual([]);
  });

  it('is a refusal for DoRA, saved modules, biases, token rows and large ranks', () => {
    const found = rules(
      { use_dora: true, modules_to_save: ['lm_head'], bias: 'all' },
      { largestRank: 64, architecture: 'Qwen2ForCausalLM' },
      ['base_model.model.embed.token_adapter.trainable_tokens_delta'],
    );
    expect(found.filter((rule) => rule.startsWith('vLLM error'))).toHaveLength(5);
    expect(found).toContain('Ollama error: Qwen2ForCausalLM');
    expect(found).toContain('llama.cpp error: base_model.model.embed.token_adapter.trainable_tokens_delta');
  });

  it('leaves vision modules out in vLLM, and gives each rule its source and date', () => {
    const settings = parseAdapterSettings('{}');
    if (!settings.ok) throw new Error(settings.problem.reason);
    const parts = adapterParts(['visual.blocks.0.qkv.lora_A.weight', 'visual.blocks.0.qkv.lora_B.weight']);
    const [rule] = serverRules({ settings: settings.value, parts, largestRank: 8 });
    expect(rule).toMatchObject({ server: 'vLLM', kind: 'ignored', keys: ['visual.blocks.0.qkv'], count: 1 });
    expect([rule?.source, rule?.versionRead]).toEqual([expect.stringContaining('#'), expect.stringContaining('2026')]);
  });
});

describe('a converted adapter', () => {
  const settings = { r: 8, loraAlpha: 16, useRslora: true, rankPattern: {}, alphaPattern: {} };

  it('serves rslora with alpha / rank in GGUF', () => {
    const found = scaleDifferences(settings, LINEAR, { kind: 'gguf', alpha: 16, rankOf: () => 8 });
    expect(found).toHaveLength(2);
    expect(found[0]?.served).toBe(2);
    expect(found[0]?.trained).toBeCloseTo(5.657, 3);
  });

  it('is right when the stored factor is the trained one', () => {
    expect(scaleDifferences({ ...settings, useRslora: false }, LINEAR, { kind: 'mlx', scale: 2 })).toEqual([]);
  });
});
