import { describe, expect, it } from 'vitest';
import { type DecodedRun, decodingDifferences } from '../../src/evidence/derive/decoding-differences.ts';
import type { DecodingSettings } from '../../src/evidence/generation.ts';

const QWEN = new Map([
  [151643, '<|endoftext|>'],
  [151645, '<|im_end|>'],
]);
const GEMMA = new Map([
  [1, '<eos>'],
  [106, '<end_of_turn>'],
]);

const run = (stated: DecodingSettings, defaults: DecodingSettings[] = [], vocabulary = QWEN): DecodedRun => ({
  decoding: { stated, defaults },
  tokenText: (id) => vocabulary.get(id),
});
const settings = (...sides: [DecodedRun, DecodedRun]) =>
  decodingDifferences(...sides).map(({ setting, first, second }) => `${setting}: ${first} | ${second}`);

const GREEDY: DecodingSettings = { doSample: false, maxNewTokens: 64 };
const SAMPLED: DecodingSettings = { doSample: true, temperature: 0.7, topP: 0.9, maxNewTokens: 64 };

describe('decoding of two runs', () => {
  it('says which settings differ, and names greedy decoding against sampling as one', () => {
    expect(settings(run(GREEDY), run(SAMPLED))).toEqual([
      'sampling: greedy | do_sample=true, temperature=0.7, top_p=0.9',
    ]);
    expect(settings(run(SAMPLED), run({ ...SAMPLED, temperature: 1, topP: 1 }))).toEqual([
      'temperature: 0.7 | 1',
      'top_p: 0.9 | 1',
    ]);
    expect(settings(run({ maxNewTokens: 32, repetitionPenalty: 1.1 }), run({ maxNewTokens: 512 }))).toEqual([
      'max_new_tokens: 32 | 512',
    ]);
    expect(settings(run({ eosTokenIds: [151645] }), run({ eosTokenIds: [151643, 151645] }))).toEqual([
      'eos_token_id: 151645 | 151643, 151645',
    ]);
  });

  it.each<[string, DecodedRun, DecodedRun]>([
    ['the same settings', run(SAMPLED), run(SAMPLED)],
    ['a temperature that greedy decoding does not use', run({ ...GREEDY, temperature: 0.6 }), run(GREEDY)],
    ['greedy decoding as transformers and as vLLM write it', run({ doSample: false }), run({ temperature: 0 })],
    ['top_k switched off as transformers and as vLLM do', run({ ...SAMPLED, topK: 0 }), run({ ...SAMPLED, topK: -1 })],
    [
      'stop tokens in another order',
      run({ eosTokenIds: [1, 106] }, [], GEMMA),
      run({ eosTokenIds: [106, 1] }, [], GEMMA),
    ],
    ['stop tokens of two vocabularies', run({ eosTokenIds: [151645] }), run({ eosTokenIds: [106] }, [], GEMMA)],
    ['what one run does not state', run(SAMPLED), run({ doSample: true, maxNewTokens: 64 })],
    ['how one run sampled', run(GREEDY), run({ maxNewTokens: 64 })],
    ['all of a run', run(GREEDY), { ...run(SAMPLED), decoding: undefined }],
  ])('says nothing of %s', (_, first, second) => {
    expect(settings(first, second)).toEqual([]);
    expect(settings(second, first)).toEqual([]);
  });

  it('takes what is not stated from generation_config.json, and says so', () => {
    const defaults = [{ repetitionPenalty: 1.05, temperature: 0.7, doSample: true }];
    expect(settings(run(GREEDY), run({ maxNewTokens: 64 }, defaults))).toEqual([
      'sampling: greedy | do_sample=true (generation_config.json), temperature=0.7 (generation_config.json)',
    ]);
    expect(settings(run({ repetitionPenalty: 1 }), run({}, defaults))).toEqual([
      'repetition_penalty: 1 | 1.05 (generation_config.json)',
    ]);
    expect(settings(run({ repetitionPenalty: 1.05 }), run({}, defaults))).toEqual([]);
  });

  it('takes no default that files disagree on, or that may turn what is stated into its opposite', () => {
    expect(settings(run({ repetitionPenalty: 1 }), run({}, [{ repetitionPenalty: 1.05 }, {}]))).toEqual([]);
    // transformers would decode this greedily, vLLM would sample.
    expect(settings(run(GREEDY), run({ temperature: 0.7 }, [{ doSample: false }]))).toEqual([]);
  });
});
