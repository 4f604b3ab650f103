import type { Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';

export type VisionFamily =
  | 'qwen-vl'
  | 'gemma3'
  | 'gemma4'
  | 'idefics3'
  | 'smolvlm'
  | 'llava'
  | 'llava-next'
  | 'pixtral';

/** In pixels, upright. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** What stands in the text for one image once the processor has expanded its placeholder. */
export interface ImageExpansion {
  readonly text: string;
  /** How often the token that carries image features occurs in it. */
  readonly tokens: number;
}

/** A setting that the processor reads and does not follow. */
export interface IgnoredSetting {
  readonly key: string;
  readonly because: string;
}

/** A multimodal processor of transformers, as far as it decides token ids. */
export interface VisionProcessor {
  readonly family: VisionFamily;
  /** The text that a chat template writes for an image, and that the processor replaces. */
  readonly placeholder: string;
  /** Tokens of which the processor wants as many ids as the text names; truncation breaks that. */
  readonly countedTokens: readonly string[];
  /** Every token that only images bring. */
  readonly mediaTokens: readonly string[];
  /** Tokens the tokenizer needs as single ones; those it lacks are added behind its vocabulary. */
  readonly neededTokens: readonly string[];
  /**
   * How placeholders and images are compared before anything is replaced. `per-row`: a row must have as many of one as of the other;
   * `unless-no-images`: the same, but rows without any image in their batch are not looked at; `none`: not compared at all, so a
   * placeholder too many takes the next row's image.
   */
  readonly comparison: 'per-row' | 'unless-no-images' | 'none';
  readonly ignoredSettings: readonly IgnoredSetting[];
  /** Fails with the exception that the processor raises for an image of this size. */
  expand(size: PixelSize): Result<ImageExpansion, TrainerFailure>;
}
