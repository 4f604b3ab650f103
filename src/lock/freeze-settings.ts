import { turnEndId } from '../evidence/derive/turn-end-id.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { DecodingSettings } from '../evidence/generation.ts';
import type { LockInputs } from '../evidence/lock-inputs.ts';
import { usualEndOfTurn } from '../evidence/views/usual-end-of-turn.ts';
import { frozen } from './frozen.ts';
import type { Lock } from './lock.ts';
import { sortedRecord } from './sorted-record.ts';
import { whyUnknown } from './why-unknown.ts';

const LENGTH_KEYS = ['max_length', 'max_seq_length', 'max_prompt_length', 'max_completion_length', 'truncation_mode'];

/** Stop tokens, lengths, decoding and the adapter's configuration. */
export function freezeSettings(
  evidence: Evidence,
  inputs: LockInputs,
): Pick<Lock, 'stop' | 'lengths' | 'adapter' | 'decoding'> {
  return {
    stop: freezeStop(evidence, inputs),
    lengths: freezeLengths(evidence),
    adapter: freezeAdapter(evidence, inputs),
    decoding: freezeDecoding(evidence),
  };
}

/** Which token a trained answer ends with, and which tokens the folder's own files stop at. */
function freezeStop({ generationConfigs, trainedRows }: Evidence, { template, tokenizer }: LockInputs): Lock['stop'] {
  return frozen(tokenizer, (run) => {
    const eos = run.specialTokens.eos_token;
    const named = eos === undefined ? undefined : run.tokenizer.tokenId(eos);
    const files = generationConfigs.state === 'found' ? generationConfigs.value.files : [];
    const stops = [named, ...files.flatMap((file) => file.eosTokenIds ?? [])].filter(
      (id) => id !== undefined && id >= 0,
    );
    const turnEnd = template.state === 'found' ? turnEndId(template.value.source, run) : undefined;
    const seen = trainedRows.state === 'found' ? usualEndOfTurn(trainedRows.value) : undefined;
    const ends = [turnEnd, seen].filter((id) => id !== undefined);
    return { endsAnswers: ascending(ends), stopsAt: ascending(stops.filter((id) => id !== undefined)) };
  });
}

function freezeLengths({ trainingSettings }: Evidence): Lock['lengths'] {
  return frozen(trainingSettings, ({ values }) =>
    sortedRecord(
      LENGTH_KEYS.flatMap((key) => {
        const setting = values[key];
        return setting === undefined ? [] : [[key, setting.value] as const];
      }),
    ),
  );
}

function freezeAdapter({ adapterConfig }: Evidence, { adapter }: LockInputs): Lock['adapter'] {
  if (adapterConfig.state !== 'found') return whyUnknown(adapterConfig);
  return frozen(adapter, (fingerprint) => {
    const { value } = adapterConfig;
    const { r, loraAlpha, useRslora, useDora, peftType, targetModules = null, rankPattern, alphaPattern } = value;
    const config = sortedRecord<string | number | boolean | null>([
      ['peft_type', peftType],
      ['r', r],
      ['lora_alpha', loraAlpha],
      ['use_rslora', useRslora],
      ['use_dora', useDora],
      ['rank_pattern', JSON.stringify(sortedRecord(Object.entries(rankPattern)))],
      ['alpha_pattern', JSON.stringify(sortedRecord(Object.entries(alphaPattern)))],
      ['target_modules', Array.isArray(targetModules) ? targetModules.toSorted().join(' ') : String(targetModules)],
      ['modules_to_save', value.modulesToSave.toSorted().join(' ')],
      ['base_model', value.baseModel ?? null],
    ]);
    return { config, fingerprint };
  });
}

/** What was meant for inference: the settings of the inference folder, else the first generation_config.json. */
function freezeDecoding({ generation, generationConfigs }: Evidence): Lock['decoding'] {
  if (generation.state === 'found') return frozen(generation, decodingOf);
  return frozen(generationConfigs, ({ files: [first] }) => (first === undefined ? {} : decodingOf(first)));
}

function decodingOf(settings: DecodingSettings): Record<string, string | number | boolean> {
  const { doSample, temperature, topP, topK, repetitionPenalty, maxNewTokens } = settings;
  const entries = Object.entries({
    do_sample: doSample,
    temperature,
    top_p: topP,
    top_k: topK,
    repetition_penalty: repetitionPenalty,
    max_new_tokens: maxNewTokens,
  });
  return sortedRecord(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

function ascending(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
