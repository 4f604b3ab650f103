import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GatheredEvidence } from '../../src/evidence/evidence.ts';
import { gather } from '../../src/gather/gather.ts';
import { openDirectory } from '../../src/source/directory.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { encode } from '../support/byte-tokenizer.ts';
import { gatheredState, gatheredValue } from '../support/gathered-value.ts';
import { buildRun } from '../support/run-builder.ts';

const RUNS = '/work/shared/runs';

function notFound(evidence: GatheredEvidence): string[] {
  return Object.entries(evidence).flatMap(([name, gathered]) => (gathered.state === 'found' ? [] : [name]));
}

describe('a healthy run', () => {
  it('is read completely and without damage', async () => {
    const evidence = await gather(buildRun().files);
    expect(notFound(evidence)).toEqual([
      'servedWeights',
      'weightComparison',
      'mergeProof',
      'servedTokenizer',
      'basePredictions',
    ]);
    const layout = gatheredValue(evidence.layout);
    expect(layout).toMatchObject({ run: 'run', base: 'base', trainData: 'train.jsonl', configured: true, damage: [] });
    expect(gatheredValue(evidence.task)).toEqual({
      kind: 'classify',
      classes: ['safe', 'unsafe'],
      answer: 'json',
      classPath: 'label',
    });
    expect(gatheredValue(evidence.capture)).toMatchObject({
      total: 24,
      trainer: 'trl.SFTTrainer',
      datasetRows: 24,
      damage: [],
    });
    expect(gatheredValue(evidence.generation)).toMatchObject({ doSample: false, maxNewTokens: 48, eosTokenIds: [258] });
    expect(gatheredValue(evidence.generationConfigs).files).toMatchObject([{ side: 'base', eosTokenIds: [258] }]);
    expect(gatheredValue(evidence.versions).libraries.trl).toEqual({ version: '1.13.0', path: 'capture/capture.json' });
  });

  it('has captured rows that the tokenizer of the run reads back', async () => {
    const { files, examples } = buildRun();
    const evidence = await gather(files);
    const { tokenizer, specialTokens } = gatheredValue(evidence.tokenizer);
    const [row] = gatheredValue(evidence.capture).rows;
    expect(tokenizer.decode([...(row?.ids ?? [])])).toContain(examples[0]?.user);
    expect(specialTokens).toEqual({ eos_token: '<|im_end|>', pad_token: '<|endoftext|>' });
    const text = '<|im_start|>user\nhé<|im_end|>\n';
    expect(tokenizer.encode(text, { addSpecialTokens: false }).ids).toEqual(encode(text));
  });

  it('gives each row its turns, and marks the answer', async () => {
    const evidence = await gather(buildRun().files);
    const [row] = gatheredValue(evidence.trainData).rows;
    expect(row?.shape).toBe('prompt-completion-chat');
    expect(row?.turns.map(({ role, answer }) => [role, answer])).toEqual([
      ['system', false],
      ['user', false],
      ['assistant', true],
    ]);
  });

  it('shows the update of each adapted module beside its base weight', async () => {
    const { modules, tensors } = gatheredValue((await gather(buildRun({ loraB: 0.05 }).files)).adapterWeights);
    expect(modules.map(({ name }) => name)).toEqual([
      'model.layers.0.self_attn.q_proj',
      'model.layers.0.self_attn.v_proj',
    ]);
    // All entries of B·A are 2 · 0.05 · 0.25; the scale is 4 / 2, and ‖·‖ of a constant 4 × 4 matrix is 4 times its entry.
    expect(modules[0]).toMatchObject({ scale: 2, rank: 2, baseNorm: 2 });
    expect(modules[0]?.updateNorm).toBeCloseTo(2 * 4 * 2 * 0.05 * 0.25, 6);
    expect(tensors.every(({ allZero, notFinite }) => !allZero && notFinite === 0)).toBe(true);
  });

  it('and an untrained one differ in the zeros of lora_B', async () => {
    const { modules, tensors } = gatheredValue((await gather(buildRun({ loraB: 0 }).files)).adapterWeights);
    const zero = tensors.filter(({ allZero }) => allZero).map(({ name }) => name);
    expect(zero).toHaveLength(2);
    expect(zero.every((name) => name.includes('lora_B'))).toBe(true);
    expect(modules.map(({ updateNorm }) => updateNorm)).toEqual([0, 0]);
  });
});

describe('a served model', () => {
  const base = buildRun().contents['base/model.safetensors'] ?? '';

  it('that equals the base is found identical', async () => {
    const files = { 'merged/model.safetensors': base, 'merged/config.json': '{}', 'lockstep.yaml': null };
    const comparison = gatheredValue((await gather(buildRun({ files }).files)).weightComparison);
    expect(comparison).toMatchObject({ compared: 3, different: [], incomparable: [] });
    expect(comparison.bytesRead).toBe(comparison.bytesTotal);
  });

  it('is not guessed from a forgotten folder when lockstep.yaml names none', async () => {
    const files = { 'merged/model.safetensors': base, 'merged/config.json': '{}' };
    const evidence = await gather(buildRun({ files }).files);
    expect(gatheredState(evidence.servedWeights)).toBe('absent');
    expect(gatheredState(evidence.weightComparison)).toBe('absent');
  });

  it('can be given apart, and is then named by its own root', async () => {
    const served = memoryFiles({ 'model.safetensors': base, 'tokenizer.json': '{}' }, '/models/served');
    const evidence = await gather(buildRun().files, { served });
    expect(gatheredValue(evidence.weightComparison).servedPath).toBe('/models/served/model.safetensors');
    expect(gatheredState(evidence.servedTokenizer)).toMatch(/^\/models\/served\/tokenizer\.json: /);
  });
});

// The sample runs are not part of the repository.
describe.skipIf(!existsSync(RUNS))('every sample run', () => {
  const names = existsSync(RUNS)
    ? readdirSync(RUNS).filter((name) => existsSync(join(RUNS, name, 'lockstep.yaml')))
    : [];
  const evidenceFiles = {
    trainData: ['train.jsonl'],
    evalData: ['eval.jsonl'],
    capture: ['capture/batches.jsonl'],
    requests: ['inference/requests.jsonl'],
    generation: ['inference/generation.json'],
    generationConfigs: ['base/generation_config.json'],
    predictions: ['predictions.jsonl'],
    basePredictions: ['predictions.base.jsonl'],
    tokenizer: ['run/tokenizer.json'],
    servedTokenizer: ['merged/tokenizer.json', 'served/tokenizer.json'],
    templates: ['run/chat_template.jinja'],
    adapterConfig: ['run/adapter_config.json'],
    adapterWeights: ['run/adapter_model.safetensors'],
    baseWeights: ['base/model.safetensors'],
    servedWeights: ['merged/model.safetensors'],
    weightComparison: ['merged/model.safetensors'],
    mergeProof: ['merged/model.safetensors'],
    trainingSettings: ['run/training_args.bin'],
  } as const satisfies Partial<Record<keyof GatheredEvidence, readonly string[]>>;

  it.each(names)('%s: every artifact whose file is there, and no damage', async (name) => {
    const folder = join(RUNS, name);
    const files = await openDirectory(folder);
    if (!files.ok) throw new Error(files.problem.reason);
    const evidence = await gather(files.value);
    expect(gatheredValue(evidence.layout).damage).toEqual([]);
    for (const [artifact, paths] of Object.entries(evidenceFiles)) {
      const there = paths.some((path) => existsSync(join(folder, path)));
      const gathered = evidence[artifact as keyof typeof evidenceFiles];
      expect([artifact, gatheredState(gathered)]).toEqual([artifact, there ? 'found' : 'absent']);
    }
    expect(gatheredState(evidence.trainerState)).toBe('found');
    expect(gatheredValue(evidence.adapterWeights).modules.length).toBeGreaterThan(0);
    const { values } = gatheredValue(evidence.trainingSettings);
    expect(values.packing?.path).toBe('capture/capture.json');
    expect(values.output_dir?.path).toBe('run/training_args.bin');
  });
});
