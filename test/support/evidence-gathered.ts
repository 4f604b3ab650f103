import type { DataSet } from '../../src/evidence/data-set.ts';
import { deriveEvidence } from '../../src/evidence/derive/derive-evidence.ts';
import type { Evidence, GatheredEvidence } from '../../src/evidence/evidence.ts';
import { absent, found } from '../../src/evidence/gathered.ts';
import type { InferenceRequest } from '../../src/evidence/requests.ts';
import type { RunTokenizer } from '../../src/evidence/run-tokenizer.ts';
import type { Setting } from '../../src/evidence/training-settings.ts';
import { capture, settings } from './evidence-builders.ts';
import { evidenceTokenizer } from './evidence-tokenizer.ts';

export interface SmallRun {
  readonly tokenizer?: RunTokenizer;
  /** Captured rows as text; everything after the last `‖` of a row gets loss, everything when there is none. */
  readonly rows: readonly string[];
  readonly data?: DataSet;
  readonly evalData?: DataSet;
  readonly requests?: readonly Partial<InferenceRequest>[];
  readonly settings?: Readonly<Record<string, Setting['value']>>;
}

/** Derived evidence of a run that has nothing but captured rows, data and requests. */
export function smallRun({ tokenizer = evidenceTokenizer(), rows, data, evalData, ...run }: SmallRun): Evidence {
  const encode = (text: string) => tokenizer.tokenizer.encode(text, { addSpecialTokens: false }).ids;
  const captured = rows.map((row) => {
    const bar = row.lastIndexOf('‖');
    const masked = bar < 0 ? 0 : encode(row.slice(0, bar).replaceAll('‖', '')).length;
    const ids = encode(row.replaceAll('‖', ''));
    return [ids, ids.map((id, i) => (i < masked ? -100 : id))] as const;
  });
  const requests = run.requests?.map((request, i): InferenceRequest => ({ id: `r${i}`, line: i + 1, ...request }));
  const gathered: GatheredEvidence = {
    layout: absent('layout'),
    task: absent('task'),
    trainData: data === undefined ? absent('train.jsonl') : found(data, data.path),
    evalData: evalData === undefined ? absent('eval.jsonl') : found(evalData, evalData.path),
    capture: found(capture(captured), 'capture/batches.jsonl'),
    requests:
      requests === undefined
        ? absent('inference/requests.jsonl')
        : found(
            { path: 'inference/requests.jsonl', rows: requests, total: requests.length, damage: [] },
            'inference/requests.jsonl',
          ),
    generation: absent('generation'),
    generationConfigs: absent('generation_config.json'),
    predictions: absent('predictions.jsonl'),
    basePredictions: absent('predictions.base.jsonl'),
    tokenizer: found(tokenizer, tokenizer.path),
    servedTokenizer: absent('merged/tokenizer.json'),
    templates: absent('chat_template.jinja'),
    sideFiles: absent('preprocessor_config.json'),
    adapterConfig: absent('adapter_config.json'),
    adapterWeights: absent('adapter_model.safetensors'),
    baseWeights: absent('base'),
    servedWeights: absent('merged'),
    weightComparison: absent('merged'),
    mergeProof: absent('merged'),
    trainerState: absent('trainer_state.json'),
    trainerYaml: absent('config.yaml'),
    trainingSettings:
      run.settings === undefined ? absent('training_args.bin') : found(settings(run.settings), 'training_args.bin'),
    versions: absent('versions'),
  };
  return deriveEvidence(gathered);
}
