import * as v from 'valibot';
import { type AdapterPart, adapterParts } from '../adapter/adapter-parts.ts';
import { type AdapterSettings, parseAdapterSettings } from '../adapter/adapter-settings.ts';
import type { KeyMap } from '../adapter/key-map.ts';
import { scaleDifferences } from '../adapter/scale-differences.ts';
import { serverRules } from '../adapter/server-rules.ts';
import type { AdapterInspection } from '../evidence/adapter-inspection.ts';
import { ok, type Result } from '../lib/result.ts';
import type { RunFiles } from '../source/run-files.ts';
import { ggufStoredScale } from './adapter-gguf.ts';
import { inspectedModules } from './adapter-pairs.ts';
import { type AdapterProblem, adapterProblem } from './adapter-problem.ts';
import { type Folder, folderAt, openTree } from './folder.ts';
import { problemText } from './problem-text.ts';
import { CONFIG_LIMIT, readJson } from './read-json.ts';
import { openTensorFile, type TensorFile } from './tensor-file.ts';

/** What is known of the adapter's surroundings. */
export interface AdapterSurroundings {
  readonly base?: RunFiles;
  /** From a proof; without a base nothing can be said about paths. */
  readonly keyMap?: KeyMap;
}

/** Converted files beside an adapter that are looked at. */
const MAX_CONVERTED = 8;

/**
 * Reads an adapter folder of PEFT or mlx_lm by itself: scale, norms and damage of every module, and what servers would do with it.
 * The problem names the file, or the PEFT type when it is not LoRA.
 */
export async function inspectAdapter(
  adapter: RunFiles,
  { base, keyMap }: AdapterSurroundings = {},
): Promise<Result<AdapterInspection, AdapterProblem>> {
  const folder = folderAt(await openTree(adapter, adapter.root), '');
  const opened = await openAdapter(folder);
  if (!opened.ok) return opened;
  const { settings, tensors } = opened.value;
  const parts = adapterParts(tensors.header.tensors.keys());
  const modules = await inspectedModules(tensors, parts, settings);
  const model = base === undefined ? {} : await readBaseConfig(base);
  const largestRank = Math.max(0, ...modules.map(({ rank }) => rank));
  const servers = serverRules({ settings, parts, largestRank, ...model, ...(keyMap === undefined ? {} : { keyMap }) });
  return ok({
    path: tensors.file.shown,
    format: settings.format,
    settings,
    modules,
    wholeTensors: parts.filter(isWhole).map(({ tensor }) => tensor),
    servers,
    converted: await convertedFiles(
      folder,
      settings,
      modules.map(({ name }) => name),
    ),
  });
}

function isWhole({ role }: AdapterPart): boolean {
  return role === 'saved' || role === 'token-rows';
}

async function openAdapter(
  folder: Folder,
): Promise<Result<{ readonly settings: AdapterSettings; readonly tensors: TensorFile }, AdapterProblem>> {
  const config = folder.find('adapter_config.json');
  if (!config)
    return adapterProblem('no-adapter', 'adapter_config.json does not exist: without it the scale is not known');
  const text = await config.files.text(config.path, CONFIG_LIMIT);
  const settings = text.ok ? parseAdapterSettings(text.value) : text;
  if (!settings.ok) return adapterProblem('config', `adapter_config.json: ${problemText(settings.problem)}`);
  const file = folder.find('adapter_model.safetensors') ?? folder.find('adapters.safetensors');
  if (!file) {
    return folder.find('adapter_model.bin')
      ? adapterProblem(
          'pickle',
          'adapter_model.bin is a PyTorch pickle, which Lockstep does not load: save as safetensors',
        )
      : adapterProblem('no-weights', 'adapter_model.safetensors does not exist');
  }
  const tensors = await openTensorFile(file);
  if (!tensors.ok) return adapterProblem('weights', `${file.shown}: ${problemText(tensors.problem)}`);
  return ok({ settings: settings.value, tensors: tensors.value });
}

const BaseConfig = v.looseObject({
  architectures: v.nullish(v.array(v.string())),
  tie_word_embeddings: v.nullish(v.boolean()),
});

async function readBaseConfig(base: RunFiles): Promise<{ readonly architecture?: string; readonly tied?: boolean }> {
  const file = folderAt(await openTree(base, ''), '').find('config.json');
  const read = file && (await readJson(file, BaseConfig));
  if (!read?.ok) return {};
  const { architectures, tie_word_embeddings: tied } = read.value.value;
  const architecture = architectures?.[0];
  return { ...(architecture === undefined ? {} : { architecture }), ...(tied == null ? {} : { tied }) };
}

/** GGUF adapters in the same folder: they were most probably made from this one. */
async function convertedFiles(
  folder: Folder,
  settings: AdapterSettings,
  modules: readonly string[],
): Promise<AdapterInspection['converted']> {
  const found: { path: string; differences: ReturnType<typeof scaleDifferences> }[] = [];
  const names = folder.names().filter((name) => /^[^/]+\.gguf$/.test(name));
  for (const name of names.slice(0, MAX_CONVERTED)) {
    const file = folder.find(name);
    const stored = file && (await ggufStoredScale(file));
    if (stored) found.push({ path: name, differences: scaleDifferences(settings, modules, stored) });
  }
  return found;
}
