import * as v from 'valibot';
import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';

const FILES = ['preprocessor_config.json', 'video_preprocessor_config.json', 'processor_config.json'];
/** Keys of the image processors in spec/serving-contract.md A10; the rest (class maps, paths) decides nothing about pixels. */
const KEYS =
  /^(image_processor_type|processor_class|size|crop_size|min_pixels|max_pixels|patch_size|temporal_patch_size|merge_size|do_\w+|resample|rescale_factor|image_mean|image_std|image_seq_len(gth)?|max_image_size|max_soft_tokens|num_additional_image_tokens|vision_feature_select_strategy|pan_and_scan_\w+|fps|min_frames|max_frames)$/;
/** A value is a number or a small object; anything longer is another kind of file. */
const MAX_VALUE = 2000;

const config = v.record(v.string(), v.unknown());

/** How images are prepared, from the processor files of the first folder that has one. Values are JSON texts. */
export async function gatherImagePolicy(
  folders: readonly Folder[],
): Promise<Gathered<{ readonly path: string; readonly values: Readonly<Record<string, string>> }>> {
  for (const folder of folders) {
    const file = FILES.map((name) => folder.find(name)).find((located) => located !== undefined);
    if (file === undefined) continue;
    const read = await readJson(file, config);
    if (!read.ok) return unreadable(file.shown, problemText(read.problem));
    const { image_processor: inner } = read.value.value;
    // transformers 5 keeps the image processor's settings as a section of processor_config.json.
    const section = v.is(config, inner) ? { ...read.value.value, ...inner } : read.value.value;
    const values = Object.entries(section)
      .filter(([key]) => KEYS.test(key))
      .map(([key, value]) => [key, JSON.stringify(value).slice(0, MAX_VALUE)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return found({ path: file.shown, values: Object.fromEntries(values) }, file.shown);
  }
  return absent(...folders.map((folder) => folder.show('preprocessor_config.json')));
}
