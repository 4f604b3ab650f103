import type { Gathered } from './gathered.ts';
import type { RunTokenizer } from './run-tokenizer.ts';
import type { TemplatePlace } from './template-places.ts';

/** Names, shapes and types of a model's tensors, and a sample of their bytes, as two hashes. */
export interface TensorFingerprint {
  readonly path: string;
  readonly tensors: number;
  /** SHA-256 over `name dtype shape` of every tensor, sorted by name. */
  readonly names: string;
  /** SHA-256 over windows of tensors that a fixed seed chooses; equal names and shapes always give the same windows. */
  readonly sample: string;
  readonly sampledBytes: number;
  readonly totalBytes: number;
}

/** What a lock needs beside the evidence of a run: the bytes behind the facts. */
export interface LockInputs {
  readonly template: Gathered<TemplatePlace>;
  readonly tokenizer: Gathered<RunTokenizer>;
  readonly tokenizerHash: Gathered<{ readonly path: string; readonly sha256: string }>;
  /** The settings of the image processor that decide how many tokens an image has and what the model sees. */
  readonly images: Gathered<{ readonly path: string; readonly values: Readonly<Record<string, string>> }>;
  readonly adapter: Gathered<TensorFingerprint>;
  readonly base: Gathered<TensorFingerprint>;
}
