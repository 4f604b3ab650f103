/** What the vision collator does without a word. Facts, not verdicts. `rows` counts, `firstRow` is an index from 0. */
export type VisionNote =
  /** S3, and prompt-completion rows with `completion_only_loss` off: prompt and image tokens bear loss. */
  | {
      readonly kind: 'vision-full-sequence-loss';
      readonly shape: 'language-modeling' | 'prompt-completion';
      readonly rows: number;
      /** Labels that are image tokens, and all labels. */
      readonly imageTokens: number;
      readonly labels: number;
    }
  /** S13: plain completions that do not end with EOS; nothing adds one. */
  | { readonly kind: 'vision-no-eos'; readonly rows: number; readonly firstRow: number }
  /** S14: the cut leaves no label at all: loss 0, no gradient, no error. */
  | {
      readonly kind: 'vision-answer-lost';
      readonly rows: number;
      readonly firstRow: number;
      readonly maxLength: number;
    }
  /** The cut takes image tokens but not their features: the first step of training stops with a ValueError. */
  | { readonly kind: 'image-tokens-cut'; readonly rows: number; readonly firstRow: number; readonly maxLength: number }
  /** The processor adds these to the tokenizer, or the tokenizer lacks them. */
  | { readonly kind: 'media-tokens-added'; readonly tokens: readonly string[] }
  /** The processor's file says something that has no effect. */
  | { readonly kind: 'processor-setting-ignored'; readonly key: string; readonly because: string };
