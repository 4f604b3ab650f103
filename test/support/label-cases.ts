import type { Row } from '../../src/formats/row-value.ts';
import { readLabelConfig } from '../../src/labels/label-config.ts';
import type { LabelOutcome, LabelPrediction } from '../../src/labels/label-prediction.ts';
import type { TrainerVersion } from '../../src/labels/training-setup.ts';
import { predictTextLabels } from '../../src/labels/trl/predict-text-labels.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import { tokenizerJson } from './byte-tokenizer.ts';

/** Every byte is a token, `<|im_end|>` and its kind are one each. */
export const byteTokenizer = loadTokenizer({ tokenizerJson });
export const namedTokens = { eos_token: '<|im_end|>', pad_token: '<|endoftext|>' };
export const newest: TrainerVersion = { name: 'trl', version: '1.13.0', transformers: '5.18.0' };

/** ChatML without a default system prompt. */
export const chatMl =
  "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";
/** The same, with markers around answer and end of turn. */
export const markedChatMl =
  "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' }}{%- if message.role == 'assistant' %}{% generation %}{{- message.content + '<|im_end|>' }}{% endgeneration %}{%- else %}{{- message.content + '<|im_end|>' }}{%- endif %}{{- '\\n' }}{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

export const user = (content: string): Row => ({ role: 'user', content });
export const assistant = (content: string): Row => ({ role: 'assistant', content });

export interface LabelCase {
  readonly rows: readonly Row[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly chatTemplate?: string | undefined;
  readonly trainer?: TrainerVersion;
  readonly specialTokens?: Readonly<Record<string, string>>;
  readonly origin?: 'list' | 'json' | 'table';
}

export function outcomeOf({ rows, config = {}, ...given }: LabelCase): LabelOutcome {
  const settings = readLabelConfig(config);
  if (!settings.ok) throw new Error(settings.problem.reason);
  return predictTextLabels({
    rows,
    origin: given.origin ?? 'list',
    tokenizer: byteTokenizer,
    specialTokens: given.specialTokens ?? namedTokens,
    chatTemplate: 'chatTemplate' in given ? given.chatTemplate : chatMl,
    settings: settings.value,
    trainer: given.trainer ?? newest,
  });
}

export function predictionOf(given: LabelCase): LabelPrediction {
  const outcome = outcomeOf(given);
  if ('error' in outcome) throw new Error(`${outcome.error.type}: ${outcome.error.message}`);
  return outcome;
}

/** The text of the tokens of each row that bear loss. */
export function trainedTexts(given: LabelCase): string[] {
  return predictionOf(given).rows.map(({ labels }) => byteTokenizer.decode(labels.filter((label) => label !== -100)));
}

export function errorOf(given: LabelCase): { readonly type: string; readonly row?: number } {
  const outcome = outcomeOf(given);
  if (!('error' in outcome)) throw new Error('the trainer did not stop');
  const { type, row } = outcome.error;
  return row === undefined ? { type } : { type, row };
}
