import * as v from 'valibot';
import { type AdapterSettings, parseAdapterSettings } from '../adapter/adapter-settings.ts';
import type { TensorRef } from '../adapter/update-term.ts';
import type { Gathered } from '../evidence/gathered.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { RunFiles } from '../source/run-files.ts';
import { type Folder, folderAt, openTree } from './folder.ts';
import { type ModelWeights, openModelWeights } from './model-weights.ts';
import { problemText } from './problem-text.ts';
import { CONFIG_LIMIT, readJson } from './read-json.ts';
import { openTensorFile } from './tensor-file.ts';

/** The three folders of a merge proof. */
export interface MergeSources {
  readonly base: RunFiles;
  readonly adapter: RunFiles;
  readonly merged: RunFiles;
}

/** Their headers and settings; no tensor has been read. */
export interface MergeHeaders {
  readonly settings: AdapterSettings;
  readonly adapter: ReadonlyMap<string, TensorRef>;
  readonly base: ReadonlyMap<string, TensorRef>;
  readonly merged: ReadonlyMap<string, TensorRef>;
  readonly tied: boolean;
  readonly modelType: string;
}

const ModelConfig = v.looseObject({
  tie_word_embeddings: v.nullish(v.boolean()),
  model_type: v.nullish(v.string(), ''),
  text_config: v.nullish(v.looseObject({ tie_word_embeddings: v.nullish(v.boolean()) })),
});

/** Opens the three sides. The first thing that is missing or damaged is the problem, with the file it is in. */
export async function openMergeSources(sources: MergeSources): Promise<Result<MergeHeaders>> {
  const [base, adapter, merged] = await Promise.all([
    openFolder(sources.base),
    openFolder(sources.adapter),
    openFolder(sources.merged),
  ]);
  const settings = await readSettings(adapter);
  if (!settings.ok) return settings;
  const tensors = await readAdapter(adapter);
  if (!tensors.ok) return tensors;
  const baseRefs = refsOf('base', await openModelWeights('base', base));
  if (!baseRefs.ok) return baseRefs;
  const mergedRefs = refsOf('merged', await openModelWeights('served', merged));
  if (!mergedRefs.ok) return mergedRefs;
  const config = await readModelConfig(base);
  const refs = { adapter: tensors.value, base: baseRefs.value, merged: mergedRefs.value };
  return ok({ settings: settings.value, ...refs, ...config });
}

async function openFolder(files: RunFiles): Promise<Folder> {
  return folderAt(await openTree(files, files.root), '');
}

async function readSettings(adapter: Folder): Promise<Result<AdapterSettings>> {
  const file = adapter.find('adapter_config.json');
  if (!file) return failed(`${adapter.show('adapter_config.json')} does not exist: without it the scale is not known`);
  const text = await file.files.text(file.path, CONFIG_LIMIT);
  const settings = text.ok ? parseAdapterSettings(text.value) : text;
  return settings.ok ? settings : failed(`${file.shown}: ${problemText(settings.problem)}`);
}

async function readAdapter(adapter: Folder): Promise<Result<ReadonlyMap<string, TensorRef>>> {
  const file = adapter.find('adapter_model.safetensors') ?? adapter.find('adapters.safetensors');
  if (!file) {
    const pickle = adapter.find('adapter_model.bin');
    if (pickle) return failed(`${pickle.shown} is a PyTorch pickle, which Lockstep does not load: save as safetensors`);
    return failed(`${adapter.show('adapter_model.safetensors')} does not exist`);
  }
  const opened = await openTensorFile(file);
  if (!opened.ok) return failed(`${file.shown}: ${problemText(opened.problem)}`);
  const refs = [...opened.value.header.tensors.values()].map(
    ({ name, dtype, shape, start, end }): [string, TensorRef] => [
      name,
      { side: 'adapter', path: file.path, name, dtype, shape, start, end },
    ],
  );
  return ok(new Map(refs));
}

function refsOf(side: 'base' | 'merged', weights: Gathered<ModelWeights>): Result<ReadonlyMap<string, TensorRef>> {
  if (weights.state === 'absent') return failed(`${side}: found no weights; looked for ${weights.looked.join(', ')}`);
  if (weights.state === 'unreadable') return failed(`${weights.from}: ${weights.reason}`);
  const refs = [...weights.value.tensors].map(([name, { file, info }]): [string, TensorRef] => {
    const { dtype, shape, start, end } = info;
    return [name, { side, path: file.file.path, name, dtype, shape, start, end }];
  });
  return ok(new Map(refs));
}

/** Text models tie by their own key, vision-language models by the one of their text part. A missing config ties nothing. */
async function readModelConfig(base: Folder): Promise<{ readonly tied: boolean; readonly modelType: string }> {
  const file = base.find('config.json');
  const read = file && (await readJson(file, ModelConfig));
  if (!read?.ok) return { tied: false, modelType: '' };
  const { tie_word_embeddings: own, text_config: text, model_type: modelType } = read.value.value;
  return { tied: own ?? text?.tie_word_embeddings ?? false, modelType };
}
