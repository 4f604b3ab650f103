import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import { readSettings } from './read-settings.ts';
import { settings } from './setting-schemas.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Settings of a processor, parsed and not yet validated: `processor_class`, arguments of the processor, and those of its image processor
 * beside them or nested as `image_processor`. `images_kwargs` holds what every call passes.
 */
export type ProcessorSource = Readonly<Record<string, unknown>>;

/** Settings of a processor by where they came from; unvalidated values, which each family reads with its own defaults. */
export interface ProcessorFields {
  /** Class of the processor, `Qwen2_5_VLProcessor`, or else the name of its image processor or of the value. */
  readonly name: string | undefined;
  /** Class of the image processor, `Qwen2VLImageProcessor`. */
  readonly imageType: string | undefined;
  /** Arguments of the processor itself, as `image_seq_len`. */
  readonly own: Fields;
  /** Arguments of its image processor, as `size`. */
  readonly image: Fields;
  /** Arguments given with every call (`images_kwargs`); a trainer script gives none, a server may. */
  readonly call: Fields;
}

const { record } = settings;
const name = v.nullish(v.pipe(v.string(), v.maxLength(200)));
const schema = v.looseObject({
  name,
  processor_class: name,
  image_processor_type: name,
  feature_extractor_type: name,
  image_processor: v.nullish(record),
  images_kwargs: v.nullish(record),
});

// Files written before transformers 4.26 name the feature extractor only.
function typeOf(fields: Fields): string | undefined {
  const types = [fields.image_processor_type, fields.feature_extractor_type];
  return types.find((type) => typeof type === 'string');
}

/**
 * Sorts settings by owner. Reference data keeps both kinds in one object; transformers 5 nests those of the image processor. Bad input
 * is a failure with the path of its key.
 */
export function processorFields(source: ProcessorSource): Result<ProcessorFields> {
  const read = readSettings(schema, source);
  if (!read.ok) return read;
  const own = read.value;
  const image = own.image_processor ?? own;
  const imageType = typeOf(image);
  const name = own.processor_class ?? imageType ?? own.name ?? undefined;
  return ok({ name, imageType, own, image, call: own.images_kwargs ?? {} });
}
