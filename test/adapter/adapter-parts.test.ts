import { expect, it } from 'vitest';
import { adapterParts } from '../../src/adapter/adapter-parts.ts';

it('a tensor of modules_to_save is the tensor of the base that it replaces, however PEFT wrapped its name', () => {
  // PEFT 0.21 saves the first two beside each other where the vocabulary was resized; the third is a plain state dict.
  const names = [
    'base_model.model.lm_head.weight',
    'base_model.model.lm_head.modules_to_save.weight',
    'base_model.model.lm_head.modules_to_save.default.weight',
    'base_model.model.lm_head.original_module.weight',
  ];
  for (const part of adapterParts(names)) expect(part).toMatchObject({ path: 'lm_head.weight', role: 'saved' });
});

it('of a plain state dict the trained tensor counts, not the one that it stands in for', () => {
  const head = 'base_model.model.score';
  const trained = `${head}.modules_to_save.default.weight`;
  const original = `${head}.original_module.weight`;
  for (const names of [
    [trained, original],
    [original, trained],
  ])
    expect(adapterParts(names)).toEqual([{ path: 'score.weight', depth: 0, role: 'saved', tensor: trained }]);
});

it('a pair of an adapted module is no saved tensor', () => {
  const name = 'base_model.model.model.layers.0.self_attn.q_proj';
  expect(adapterParts([`${name}.lora_A.weight`, `${name}.lora_B.default.weight`])).toMatchObject([
    { path: 'model.layers.0.self_attn.q_proj', role: 'a' },
    { path: 'model.layers.0.self_attn.q_proj', role: 'b' },
  ]);
});
