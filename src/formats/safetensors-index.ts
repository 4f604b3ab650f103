import * as v from 'valibot';
import { failed, ok, type Result } from '../lib/result.ts';
import { parseJson } from './json.ts';

export interface SafetensorsIndex {
  /** Tensor name → file name beside the index. */
  readonly weightMap: ReadonlyMap<string, string>;
  /** The distinct files, sorted. */
  readonly files: readonly string[];
  /** Tensors that the index lists twice; the last file won. At most 100 are listed. */
  readonly listedTwice: readonly string[];
}

/** transformers writes some thousand tensors; a text of this size holds a million. */
const MAX_TEXT_UNITS = 128 * 1024 * 1024;
/** Many times what the largest published models are split into. */
const MAX_FILES = 10_000;

// To valibot an array is a record too.
const WeightMap = v.pipe(
  v.custom<unknown>((value) => !Array.isArray(value)),
  v.record(v.string(), v.string()),
);
const IndexFile = v.object({ weight_map: WeightMap });

/**
 * Reads `model.safetensors.index.json` as transformers' `save_pretrained` writes it. File names must be plain names: a path
 * would make Lockstep read outside the folder that was given.
 */
export function parseSafetensorsIndex(text: string): Result<SafetensorsIndex> {
  if (text.length > MAX_TEXT_UNITS) return failed(`the index has more than ${MAX_TEXT_UNITS} characters`);
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const index = v.safeParse(IndexFile, parsed.value.value);
  if (!index.success) return failed('weight_map is not a map from tensor names to file names', { key: 'weight_map' });
  const weightMap = new Map<string, string>();
  for (const [tensor, file] of Object.entries(index.output.weight_map)) {
    if (!isPlainName(file)) {
      const shown = JSON.stringify(file.slice(0, 200));
      return failed(`weight_map sends tensor ${JSON.stringify(tensor)} to ${shown}, which is not a plain file name`, {
        key: tensor,
      });
    }
    weightMap.set(tensor, file);
  }
  const files = [...new Set(weightMap.values())].sort();
  if (files.length > MAX_FILES) return failed(`weight_map names ${files.length} files; at most ${MAX_FILES} are read`);
  const listedTwice = parsed.value.duplicateKeys.flatMap(({ path, key }) =>
    path.startsWith('weight_map') ? [key] : [],
  );
  return ok({ weightMap, files, listedTwice });
}

function isPlainName(file: string): boolean {
  return file !== '' && file !== '.' && file.length <= 255 && !file.includes('..') && !/[/\\:\u0000-\u001f]/.test(file);
}
