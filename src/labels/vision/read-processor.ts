import { failed, type Result } from '../../lib/result.ts';
import { gemma3 } from './gemma3-tokens.ts';
import { gemma4 } from './gemma4-tokens.ts';
import { idefics3 } from './idefics3-tokens.ts';
import { llavaNext } from './llava-next-tokens.ts';
import { llava } from './llava-tokens.ts';
import { pixtral } from './pixtral-tokens.ts';
import { type ProcessorFields, type ProcessorSource, processorFields } from './processor-fields.ts';
import { qwenVl } from './qwen-vl-tokens.ts';
import type { VisionProcessor } from './vision-processor.ts';

interface Family {
  /** Classes and names of models that it stands for. */
  readonly name: RegExp;
  /** Image processors that it knows. Another one counts pixels in its own way. */
  readonly imageType: RegExp;
  readonly read: (fields: ProcessorFields) => Result<VisionProcessor>;
}

// Suffixes `Fast` and `Pil` of image processors choose a backend with the same arithmetic.
const FAMILIES: readonly Family[] = [
  { name: /^(qwen2_?vl|qwen2_5_?vl|qwen3_?vl|qwen3_5)/i, imageType: /^Qwen2VL/, read: qwenVl },
  { name: /^gemma_?3(?!n)/i, imageType: /^Gemma3(?!n)/, read: gemma3 },
  { name: /^gemma_?4/i, imageType: /^Gemma4/, read: gemma4 },
  { name: /^(idefics_?3|smol_?vlm)/i, imageType: /^(Idefics3|SmolVLM)/, read: idefics3 },
  { name: /^llava_?next(?!_?video)/i, imageType: /^LlavaNext(?!Video)/, read: llavaNext },
  { name: /^llava(?!_?(next|onevision))/i, imageType: /^(Llava(?!Next|Onevision)|CLIP|Siglip(?!2))/, read: llava },
  { name: /^(pixtral|mistral_?3)/i, imageType: /^Pixtral/, read: pixtral },
];

/**
 * Reads a processor from its settings. An unknown type is a failure that names it: Lockstep then cannot tell how many tokens an image
 * takes, and says so instead of guessing.
 */
export function readProcessor(source: ProcessorSource): Result<VisionProcessor> {
  const fields = processorFields(source);
  if (!fields.ok) return fields;
  const { imageType, name = '' } = fields.value;
  const family = FAMILIES.find(
    (one) => one.name.test(name) && (imageType === undefined || one.imageType.test(imageType)),
  );
  if (family) return family.read(fields.value);
  const named = [...new Set([name, imageType])].filter(Boolean).join(' with ') || 'none is named';
  return failed(`the processor type (${named}) is not one whose image tokens Lockstep can count`, {
    key: 'processor_class',
  });
}
