import type { GgufArray } from '../formats/gguf-value.ts';
import type { Damage } from './damage.ts';

/** Ids that a GGUF names, in llama.cpp's words. */
export type GgufSpecialToken = 'bos' | 'eos' | 'eot' | 'eom' | 'unknown' | 'separator' | 'padding' | 'mask';

/** What a GGUF says about its tokenizer. The arrays are measured, and validated when they are read. */
export interface GgufTokenizer {
  /** `gpt2` is byte-level BPE, `llama` SentencePiece, `bert` WordPiece, `t5` Unigram. */
  readonly model: string;
  /** The pre-tokenizer that the converter recognised by hash; `default` and none when it did not. */
  readonly pre?: string;
  readonly tokens: GgufArray;
  /** 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte. */
  readonly types?: GgufArray;
  /** `left right`, in order of priority. */
  readonly merges?: GgufArray;
  readonly special: Readonly<Partial<Record<GgufSpecialToken, number>>>;
  /** Ollama's converter writes the whole list of generation_config.json; llama.cpp's keeps one id. */
  readonly eosIds?: readonly number[];
  /** Absent when the file leaves it to the runtime's default for the model. */
  readonly addBos?: boolean;
  readonly addEos?: boolean;
  readonly addSpacePrefix?: boolean;
}

/** A GGUF file as far as its header tells; no tensor data was read. */
export interface GgufModel {
  readonly path: string;
  readonly version: number;
  readonly name?: string;
  readonly architecture?: string;
  /** As `general.file_type` says: `Q4_K_M`, `F16`, … */
  readonly quantisation?: string;
  readonly tensors: number;
  /** Number of tensors by storage type. */
  readonly tensorTypes: Readonly<Record<string, number>>;
  /** The first is the default one. */
  readonly templates: readonly { readonly name: string; readonly source: string }[];
  readonly tokenizer?: GgufTokenizer;
  /** `general.sampling.*`, in newer files. */
  readonly sampling: Readonly<Record<string, number>>;
  /** Present in an adapter file. */
  readonly adapter?: { readonly type: string; readonly alpha?: number };
  readonly damage: readonly Damage[];
}
