/**
 * How tokenizers write their special tokens, as the source of a regular expression: `<|im_end|>` and its like, DeepSeek's full-width
 * `<｜end▁of▁sentence｜>`, Gemma's turns, Llama 2's and Mistral's brackets, T5's and Llama's `</s>`. No tag of HTML is among them, except
 * `<s>`, which is out of use there.
 */
export const SPECIAL_TOKEN =
  '<\\|[\\w.-]{1,40}\\|>|<｜[^｜>\\s]{1,40}｜>|</?s>|<(?:pad|eos|bos|unk)>|<(?:start|end)_of_turn>|\\[/?INST\\]|<</?SYS>>';
