/** A row as the vision collator leaves it, without padding. */
export interface VisionRow {
  readonly inputIds: readonly number[];
  /** How many tokens from the front are prompt; 0 for language-modelling rows. */
  readonly promptLength: number;
  /** Tokens at the front without loss: the prompt, if only the completion bears loss. */
  readonly unlabelled: number;
  readonly wasCut: boolean;
  /** The cut took image tokens, which stops the model's first step with "Image features and image tokens do not match". */
  readonly lostImageTokens: boolean;
  /** A plain completion that does not end with the EOS token. */
  readonly endsWithoutEos: boolean;
}
