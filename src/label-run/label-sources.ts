import { endOfTurnIds } from '../evidence/derive/end-of-turn-ids.ts';
import { generationPromptOf } from '../evidence/derive/generation-prompt-of.ts';
import type { TableHead } from '../evidence/derive/label-plan.ts';
import { type LabelSetup, labelSetup } from '../evidence/derive/label-setup.ts';
import { mediaTokenIds } from '../evidence/derive/media-token-ids.ts';
import { deriveTemplateProbes } from '../evidence/derive/template-probes.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { absent } from '../evidence/gathered.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import type { Row } from '../formats/row-value.ts';
import type { DataFiles } from '../gather/data-files.ts';
import type { LabelInputs } from '../gather/label-inputs.ts';
import { firstRows } from '../gather/row-chunks.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { ChunkSetup } from './label-chunk.ts';
import { type ImageInputs, imageReader } from './label-images.ts';

/** What both sides are read with. */
export interface LabelSources {
  readonly inputs: LabelInputs;
  readonly templateProbes: Evidence['templateProbes'];
  /** Longest first, so that `unsafe` is found before `safe`. */
  readonly classes: readonly string[];
}

export function labelSources(inputs: LabelInputs): LabelSources {
  const { evidence } = inputs;
  const task = evidence.task.state === 'found' ? evidence.task.value : undefined;
  return {
    inputs,
    templateProbes: deriveTemplateProbes({ ...evidence, servedTokenizer: absent('served/tokenizer.json') }),
    classes: task?.kind === 'classify' ? task.classes.toSorted((a, b) => b.length - a.length) : [],
  };
}

/** Everything a prediction needs, ready to be handed to threads. */
export interface Predictable {
  readonly data: DataFiles;
  readonly tokenizer: RunTokenizer;
  readonly setup: LabelSetup;
  readonly head: TableHead;
  readonly chunk: ChunkSetup;
  /** Present where the first row has images: TRL then takes another way. */
  readonly images: ImageInputs | undefined;
}

/** Columns are those of this many rows; a column that only later rows have is rare, and TRL's decisions look at the first row. */
const HEAD_ROWS = 10_000;

/** Gathers what a prediction needs, or says what is missing. */
export async function predictable(sources: LabelSources): Promise<Result<Predictable>> {
  const { inputs, templateProbes, classes } = sources;
  const { evidence, data, dataProblem, tokenizerFiles } = inputs;
  if (data === undefined)
    return failed(
      dataProblem === undefined
        ? 'the training data: train.jsonl in the folder, or --data with a file'
        : `training data that can be read: ${dataProblem}`,
    );
  const setup = labelSetup(evidence);
  if (!setup.ok) return setup;
  if (evidence.tokenizer.state !== 'found' || tokenizerFiles.json === undefined)
    return failed('a tokenizer.json that can be read');
  const rows = await firstRows(data, HEAD_ROWS);
  const [firstRow] = rows;
  if (firstRow === undefined) return failed(`a row in ${data.shown} that can be read`);
  const images = imageInputs(sources, data, firstRow);
  if (!images.ok) return images;
  const tokenizer = evidence.tokenizer.value;
  const head = { firstRow, columns: [...new Set(rows.flatMap((row) => Object.keys(row)))] };
  const chunk: ChunkSetup = {
    setup: setup.value,
    head,
    tokenizerJson: tokenizerFiles.json,
    tokenizerConfig: tokenizerFiles.config,
    endOfTurnIds: endOfTurnIds({
      tokenizer,
      capture: evidence.capture.state === 'found' ? evidence.capture.value : {},
      generationConfigs: evidence.generationConfigs,
      templateProbes,
    }),
    mediaIds: [...mediaTokenIds(tokenizer.tokenizer)],
    generationPrompt: generationPromptOf(templateProbes),
    requests: evidence.requests.state === 'found' ? evidence.requests.value : undefined,
    classes,
    path: data.shown,
  };
  return ok({ data, tokenizer, setup: setup.value, head, chunk, images: images.value });
}

/** The first row alone decides (sft_trainer.py: `"image" in dataset_sample or "images" in dataset_sample`). */
function imageInputs(sources: LabelSources, data: DataFiles, firstRow: Row): Result<ImageInputs | undefined> {
  if (!Object.hasOwn(firstRow, 'image') && !Object.hasOwn(firstRow, 'images')) return ok(undefined);
  const { processor } = sources.inputs;
  switch (processor.state) {
    case 'found':
      return ok({ processor: processor.value, readImage: imageReader(data), sources });
    case 'absent':
      return failed(
        'the settings of the image processor, because the rows have images: processor_config.json or preprocessor_config.json beside the tokenizer',
      );
    case 'unreadable':
      return failed(`settings of the image processor that can be read (${processor.from}: ${processor.reason})`);
  }
}
