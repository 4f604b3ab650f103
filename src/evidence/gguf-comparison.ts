/** What conversion to GGUF has to keep (spec serving-contract.md D2). */
export type GgufAspectName =
  | 'vocabulary'
  | 'token-types'
  | 'merges'
  | 'pre-tokenizer'
  | 'special-ids'
  | 'add-bos'
  | 'add-eos'
  | 'chat-template'
  | 'stop-set';

/** One aspect of a GGUF against the tokenizer and template that it was made from. `saw` says what was compared, with numbers. */
export type GgufAspect =
  | { readonly aspect: GgufAspectName; readonly state: 'equal' | 'not-comparable'; readonly saw: string }
  | {
      readonly aspect: GgufAspectName;
      readonly state: 'differs';
      readonly saw: string;
      readonly why: string;
      readonly fix: string;
      /** A few of the differences, most telling first. */
      readonly examples: readonly string[];
    };
