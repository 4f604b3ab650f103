import type { ServerRule } from '../../../src/adapter/server-rules.ts';
import check from '../../../src/checks/adapter/unsupported-by-server.ts';
import { adapterModule, adapterWeights } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const rule = (changed: Partial<ServerRule>): ServerRule => ({
  server: 'vLLM',
  versionRead: 'main',
  source: 'vllm/lora/peft_helper.py',
  kind: 'error',
  why: 'DoRA is not supported',
  keys: ['use_dora'],
  count: 1,
  ...changed,
});
const layout = { configured: true, files: 9, listingCut: false, damage: [] };
const asked = (server: string | undefined, servers?: readonly ServerRule[]) => ({
  adapterWeights: { ...adapterWeights([adapterModule('q_proj')]), ...(servers === undefined ? {} : { servers }) },
  generation: { path: 'inference/generation.json', ...(server === undefined ? {} : { server }) },
  layout,
});

checkTester(check, {
  passes: {
    'no rule': asked('vllm 0.11', []),
    'a rule of another server': asked('Ollama', [rule({})]),
  },
  fails: {
    'vLLM and DoRA': {
      given: asked('vLLM 0.11.0', [rule({})]),
      finds: [{ message: 'error', data: { server: 'vLLM', why: 'DoRA is not supported', keys: 'use_dora', count: 1 } }],
    },
    'patterns and a vision tower': {
      given: asked('vllm', [
        rule({ kind: 'other-scale', why: 'patterns are filtered away', keys: ['a', 'b', 'c', 'd'], count: 4 }),
        rule({ kind: 'ignored', why: 'vision modules are left out', keys: ['visual.0'] }),
      ]),
      finds: [{ message: 'scale', data: { keys: 'a, b, c', count: 4 } }, { message: 'ignored' }],
    },
    'named in what was served': {
      given: {
        ...asked(undefined, [rule({ server: 'llama.cpp', kind: 'ignored' })]),
        generation: { path: 'inference/generation.json', model: 'llama.cpp with lora.gguf' },
      },
      finds: [{ message: 'ignored', data: { server: 'llama.cpp' } }],
    },
  },
  unknown: {
    'settings that could not be read': asked('vllm'),
  },
  notApplicable: {
    'nobody says which server it was': asked(undefined, [rule({})]),
    'merged weights are served': { ...asked('vllm', [rule({})]), layout: { ...layout, served: 'merged' } },
  },
});
