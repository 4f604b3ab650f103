import type { Tokenizer } from '../../tokenizer/tokenizer.ts';

// Placeholder and frame tokens of the processors in spec/serving-contract.md A10. A name match is sound here: these are added tokens
// of the vocabulary itself, and the processor that expands them knows them by exactly these names.
const MEDIA_TOKEN =
  /^(<\|(image|video|audio|vision)[a-z_]*\|>|<(image|video|audio)>|<(start|end)_of_(image|audio)>|<(image|audio)_soft_token>|<(boi|eoi|boa|eoa)>|\[IMG(_BREAK|_END)?\]|<fake_token_around_image>|<row_\d+_col_\d+>|<global-img>|<\/?img>|<im_patch>|<\|(media|patch)[a-z_]*\|>)$/i;

/** Ids that stand for images, video or audio in a row. */
export function mediaTokenIds(tokenizer: Tokenizer): ReadonlySet<number> {
  return new Set(tokenizer.addedTokens.filter((token) => MEDIA_TOKEN.test(token.content)).map((token) => token.id));
}
