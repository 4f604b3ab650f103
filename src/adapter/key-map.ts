/** Which part of a model a path belongs to. */
export type ModelPart = 'vision' | 'projector' | 'language';

/** The adapter's keys against the tensors of the base model. */
export interface KeyMap {
  /** Modules and whole tensors that the adapter names. */
  readonly named: number;
  readonly matched: number;
  /** Those that fit only under another name; PEFT and vLLM leave them out unless they know the renaming. */
  readonly renamed: readonly { readonly path: string; readonly base: string; readonly renames: readonly string[] }[];
  /** Not in the base, though a module of the same last name is: vLLM then serves the base without a word (vllm#34186). */
  readonly suffixOnly: readonly string[];
  readonly unmatched: readonly string[];
  /** Of those, modules with an update; the others are whole tensors, such as a new head. */
  readonly unmatchedUpdates: readonly string[];
  /** Halves of a pair without the other: the key is there, the update is not. */
  readonly halves: readonly string[];
  readonly parts: Readonly<Record<ModelPart, number>>;
}

const VISION = /(^|\.)(visual|vision_tower|vision_model|vision_encoder|image_encoder|vit|vision_embed\w*)(\.|$)/;
const PROJECTOR =
  /(^|\.)(multi_modal_projector|mm_projector|modality_projection|connector|aligner|merger|embed_vision|mlp1)(\.|$)/;

/** Projectors are looked for first: Qwen-VL's `visual.merger` lies inside the vision model. */
export function modelPart(path: string): ModelPart {
  if (PROJECTOR.test(path)) return 'projector';
  return VISION.test(path) ? 'vision' : 'language';
}

/** The part of a path that servers look up in their lists of known modules. */
export function lastName(path: string): string {
  const parts = path.split('.').filter((part) => part !== 'weight' && part !== 'bias');
  return parts.at(-1) ?? path;
}
