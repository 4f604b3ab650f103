/** A tokenizer.json or tokenizer_config.json that cannot be used. `key` is the path of the offending part, as in `model.vocab`. */
export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
  readonly key: string;

  constructor(key: string, reason: string) {
    super(`${key}: ${reason}`);
    this.key = key;
  }
}
