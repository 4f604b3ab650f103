import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { Side } from '../evidence/layout.ts';
import type { WeightIndex } from '../evidence/weight-facts.ts';
import type { TensorInfo } from '../formats/safetensors.ts';
import { parseSafetensorsIndex } from '../formats/safetensors-index.ts';
import type { Folder, LocatedFile } from './folder.ts';
import { problemText } from './problem-text.ts';
import { CONFIG_LIMIT } from './read-json.ts';
import { openTensorFile, type TensorFile } from './tensor-file.ts';

/** A model's tensors with what reads them. */
export interface ModelWeights {
  readonly index: WeightIndex;
  readonly tensors: ReadonlyMap<string, { readonly file: TensorFile; readonly info: TensorInfo }>;
}

/** Headers read at the same time; a large model has some hundred shards. */
const PARALLEL = 8;

/** Reads the headers of a model's weights: one file, or the shards of an index, which transformers looks for second. */
export async function openModelWeights(side: Side, folder: Folder | undefined): Promise<Gathered<ModelWeights>> {
  if (!folder) return absent(`${side}/model.safetensors`);
  const single = folder.find('model.safetensors');
  if (single) return readShards(single, [single]);
  const index = folder.find('model.safetensors.index.json');
  if (index) return readIndexed(folder, index);
  const pickle = folder.names().find((name) => /^pytorch_model[^/]*\.bin$/.test(name));
  if (pickle !== undefined) {
    return unreadable(folder.show(pickle), 'PyTorch pickle; Lockstep does not load it: save as safetensors');
  }
  const gguf = folder.names().find((name) => /^[^/]+\.gguf$/.test(name));
  if (gguf !== undefined)
    return unreadable(folder.show(gguf), 'GGUF weights are not read; keep the safetensors they were made from');
  return absent(folder.show('model.safetensors'), folder.show('model.safetensors.index.json'));
}

async function readIndexed(folder: Folder, index: LocatedFile): Promise<Gathered<ModelWeights>> {
  const text = await index.files.text(index.path, CONFIG_LIMIT);
  const parsed = text.ok ? parseSafetensorsIndex(text.value) : text;
  if (!parsed.ok) return unreadable(index.shown, problemText(parsed.problem));
  const missing = parsed.value.files.find((name) => !folder.find(name));
  if (missing !== undefined) return unreadable(folder.show(missing), `is named by ${index.shown}, but is not there`);
  const weights = await readShards(
    index,
    parsed.value.files.flatMap((name) => folder.find(name) ?? []),
  );
  if (weights.state !== 'found') return weights;
  const lost = [...parsed.value.weightMap].find(([tensor]) => !weights.value.tensors.has(tensor));
  if (!lost) return weights;
  return unreadable(folder.show(lost[1]), `should hold tensor ${lost[0]}, as ${index.shown} says, but does not`);
}

async function readShards(from: LocatedFile, files: readonly LocatedFile[]): Promise<Gathered<ModelWeights>> {
  const tensors = new Map<string, { file: TensorFile; info: TensorInfo }>();
  for (let at = 0; at < files.length; at += PARALLEL) {
    const group = files.slice(at, at + PARALLEL);
    const opened = await Promise.all(group.map(openTensorFile));
    for (const [position, result] of opened.entries()) {
      if (!result.ok) return unreadable(group[position]?.shown ?? from.shown, problemText(result.problem));
      for (const [name, info] of result.value.header.tensors) tensors.set(name, { file: result.value, info });
    }
  }
  const facts = new Map([...tensors].map(([name, { file, info }]) => [name, factsOf(info, file.file.shown)] as const));
  const index = { path: from.shown, files: files.map(({ shown }) => shown), tensors: facts };
  return found({ index, tensors }, from.shown);
}

function factsOf(
  { dtype, shape }: TensorInfo,
  file: string,
): { dtype: string; shape: readonly number[]; file: string } {
  return { dtype, shape, file };
}
