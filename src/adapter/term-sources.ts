import type { AdapterPart } from './adapter-parts.ts';
import type { AdapterSettings } from './adapter-settings.ts';
import type { TensorRef } from './update-term.ts';

/** An adapter's tensors and the base they belong to. */
export interface TermSources {
  readonly settings: AdapterSettings;
  readonly parts: readonly AdapterPart[];
  readonly adapter: ReadonlyMap<string, TensorRef>;
  readonly base: ReadonlyMap<string, TensorRef>;
  /** `tie_word_embeddings` of the base's config.json. */
  readonly tied: boolean;
  /** The model's expert weights are in × out (GPT-OSS, Aria). */
  readonly transposedExperts: boolean;
}
