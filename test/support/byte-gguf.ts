import { tokenizerJson } from './byte-tokenizer.ts';
import { gguf, type WritableGgufValue, writeGguf } from './gguf.ts';
import { chatTemplate } from './run-builder.ts';

// By id: JavaScript lists keys that are digits first.
const tokens = Object.entries(tokenizerJson.model.vocab)
  .sort(([, a], [, b]) => a - b)
  .map(([token]) => token);

/** What llama.cpp's converter would make of the byte-level tokenizer and the ChatML template of the built run. */
const converted: Readonly<Record<string, WritableGgufValue>> = {
  'general.architecture': gguf.string('llama'),
  'general.name': gguf.string('Ladders'),
  'general.file_type': gguf.u32(15),
  'tokenizer.ggml.model': gguf.string('gpt2'),
  'tokenizer.ggml.pre': gguf.string('gpt-2'),
  'tokenizer.ggml.tokens': gguf.strings(tokens),
  'tokenizer.ggml.token_type': gguf.i32s(tokens.map((_, id) => (id < 256 ? 1 : 3))),
  'tokenizer.ggml.merges': gguf.strings([]),
  'tokenizer.ggml.eos_token_id': gguf.u32(258),
  'tokenizer.ggml.padding_token_id': gguf.u32(256),
  'tokenizer.ggml.add_bos_token': gguf.bool(false),
  'tokenizer.ggml.add_eos_token': gguf.bool(false),
  'tokenizer.chat_template': gguf.string(chatTemplate),
};

export const byteTokens: readonly string[] = tokens;

/** The GGUF of a built run, with keys changed, added, or (null) left out. */
export function byteGguf(keys: Readonly<Record<string, WritableGgufValue | null>> = {}): Uint8Array {
  const metadata = Object.entries({ ...converted, ...keys }).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
  return writeGguf({ metadata: Object.fromEntries(metadata), tensors: { 'token_embd.weight': { shape: [8, 4] } } });
}
