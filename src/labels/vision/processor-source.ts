import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import type { ProcessorSource } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { settings } from './setting-schemas.ts';

/** Parsed contents of the two files of a model folder, undefined where there is none. */
export interface ProcessorFiles {
  readonly processorConfig?: unknown;
  readonly preprocessorConfig?: unknown;
}

const schema = v.object({
  processorConfig: v.optional(settings.record, {}),
  preprocessorConfig: v.optional(settings.record, {}),
});

/**
 * One source out of both files, as transformers 5.18 combines them (image_processing_base.py:337): settings nested in
 * processor_config.json win over preprocessor_config.json, which older releases write.
 */
export function processorSource(files: ProcessorFiles): Result<ProcessorSource> {
  const read = readSettings(schema, files);
  if (!read.ok) return read;
  const { preprocessorConfig, processorConfig } = read.value;
  return ok({
    ...processorConfig,
    processor_class: processorConfig.processor_class ?? preprocessorConfig.processor_class,
    image_processor: processorConfig.image_processor ?? preprocessorConfig,
  });
}
