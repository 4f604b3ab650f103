import type { Artifacts } from '../../src/evidence/artifacts.ts';
import { deriveLabelFacts, type LabelFactSources } from '../../src/evidence/derive/label-facts.ts';
import { deriveTrainedRows } from '../../src/evidence/derive/trained-rows.ts';
import { absent, found, type Gathered } from '../../src/evidence/gathered.ts';
import type { LabelFacts } from '../../src/evidence/label-facts.ts';
import type { RunTokenizer } from '../../src/evidence/run-tokenizer.ts';
import type { Setting } from '../../src/evidence/training-settings.ts';
import type { Row } from '../../src/formats/row-value.ts';
import { dataRow } from '../../src/gather/data-row.ts';
import { capture, chatmlTemplate, settings, templatePlace, templateProbes } from './evidence-builders.ts';
import { evidenceTokenizer } from './evidence-tokenizer.ts';

/** What a training folder says about its labels. TRL 1.13.0, transformers 5.18.0 and ChatML unless told otherwise. */
export interface Training {
  readonly rows: readonly Row[];
  readonly settings?: Readonly<Record<string, Setting['value']>>;
  readonly chatTemplate?: string | null;
  readonly trl?: string;
  readonly transformers?: string;
  readonly tokenizer?: RunTokenizer;
  readonly configClass?: string;
  /** Captured rows: `[ids, labels]`. */
  readonly captured?: readonly (readonly [ids: readonly number[], labels?: readonly number[]])[];
}

/** ChatML whose answers, each with its end-of-turn token, stand in a generation block. */
export const markedTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' }}" +
  "{% if message.role == 'assistant' %}{% generation %}{{ message.content + '<|im_end|>' }}{% endgeneration %}" +
  "{% else %}{{ message.content + '<|im_end|>' }}{% endif %}{{ '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

export type LabelEvidence = Pick<Artifacts, 'labelFacts' | 'trainData' | 'trainingSettings' | 'versions' | 'tokenizer'>;

/** Evidence that is derived as in a real run, or an error that says what was missing. */
export function labelEvidence(training: Training): LabelEvidence {
  const { sources, facts } = gatheredLabels(training);
  const { trainData, trainingSettings, versions, tokenizer } = sources;
  if (
    facts.state !== 'found' ||
    trainData.state !== 'found' ||
    trainingSettings.state !== 'found' ||
    versions.state !== 'found' ||
    tokenizer.state !== 'found'
  )
    throw new Error(`no label facts: ${JSON.stringify(facts)}`);
  return {
    labelFacts: facts.value,
    trainData: trainData.value,
    trainingSettings: trainingSettings.value,
    versions: versions.value,
    tokenizer: tokenizer.value,
  };
}

/** The derivation itself, for what it refuses. */
export function gatheredLabels(training: Training): {
  readonly sources: LabelFactSources;
  readonly facts: Gathered<LabelFacts>;
} {
  const { rows, chatTemplate = chatmlTemplate, tokenizer = evidenceTokenizer(), captured } = training;
  const { configClass = 'trl.trainer.sft_config.SFTConfig' } = training;
  const source = chatTemplate ?? undefined;
  const data = {
    path: 'train.jsonl',
    rows: rows.map((row, index) => dataRow(index, row)),
    raw: rows.map((row, index) => ({ index, row })),
    total: rows.length,
    damage: [],
  };
  const library = (version: string) => ({ version, path: 'run/README.md' });
  const { trl = '1.13.0', transformers = '5.18.0' } = training;
  const sources: LabelFactSources = {
    trainData: found(data, data.path),
    tokenizer: found(tokenizer, tokenizer.path),
    templates:
      source === undefined
        ? absent('run/chat_template.jinja')
        : found({ places: [templatePlace('run', source)] }, 'run/chat_template.jinja'),
    trainingSettings: found({ ...settings(training.settings), configClass }, 'run/training_args.bin'),
    versions: found({ libraries: { trl: library(trl), transformers: library(transformers) } }, 'run/README.md'),
    capture:
      captured === undefined ? absent('capture/batches.jsonl') : found(capture(captured), 'capture/batches.jsonl'),
    requests: absent('inference/requests.jsonl'),
    generationConfigs: absent('generation_config.json'),
    task: absent('lockstep.yaml'),
  };
  const probes = found(templateProbes(source === undefined ? {} : { run: source }), 'run/chat_template.jinja');
  const trainedRows = deriveTrainedRows(sources, probes);
  return { sources, facts: deriveLabelFacts(sources, { templateProbes: probes, trainedRows }) };
}

/** Ten questions with their answers, all different. */
export const questions = Array.from({ length: 10 }, (_, at) => ({
  user: `Is ladder number ${at} tied off at the top?`,
  answer: `{"ladder": ${at}, "verdict": "${at % 3 === 0 ? 'unsafe' : 'safe'}"}`,
}));

export const messagesRows: readonly Row[] = questions.map(({ user, answer }) => ({
  messages: [
    { role: 'user', content: user },
    { role: 'assistant', content: answer },
  ],
}));

export const pairRows: readonly Row[] = questions.map(({ user, answer }) => ({
  prompt: [{ role: 'user', content: user }],
  completion: [{ role: 'assistant', content: answer }],
}));

/** Prompt and completion as plain text. */
export const plainRows: readonly Row[] = questions.map(({ user, answer }) => ({
  prompt: `Q: ${user}\nA:`,
  completion: ` ${answer}`,
}));
