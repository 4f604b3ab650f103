// The clean-up table of the WordPiece decoder in huggingface/tokenizers, in its order.
const CLEAN_UP: readonly (readonly [string, string])[] = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [' do not', " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

/** What the WordPiece and CTC decoders do to a text when `cleanup` is set: English punctuation and contractions lose their spaces. */
export function cleanUpWordPieces(text: string): string {
  return CLEAN_UP.reduce((cleaned, [from, to]) => cleaned.replaceAll(from, to), text);
}
