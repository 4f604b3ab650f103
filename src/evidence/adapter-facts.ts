import type { ServerRule } from '../adapter/server-rules.ts';

/** adapter_config.json, as far as checks need it. */
export interface AdapterConfig {
  readonly path: string;
  readonly peftType: string;
  readonly baseModel?: string;
  readonly r: number;
  readonly loraAlpha: number;
  readonly useRslora: boolean;
  readonly useDora: boolean;
  readonly rankPattern: Readonly<Record<string, number>>;
  readonly alphaPattern: Readonly<Record<string, number>>;
  /** A list, a regular expression, or absent. */
  readonly targetModules?: readonly string[] | string;
  readonly modulesToSave: readonly string[];
  /** `true`, `false` or the name of an initialisation such as `pissa`. */
  readonly initLoraWeights: boolean | string;
  readonly fanInFanOut: boolean;
  readonly peftVersion?: string;
}

/** What reading one adapter tensor showed. */
export interface AdapterTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Frobenius norm over the finite values that were read. */
  readonly norm: number;
  /** Every value that was read is exactly zero. */
  readonly allZero: boolean;
  readonly notFinite: number;
  /** Values read; less than the product of `shape` when the tensor was sampled. */
  readonly read: number;
}

/** One adapted module: its update relative to the weight it changes. */
export interface AdapterModule {
  /** Module path without PEFT's wrapper prefix, as in `model.layers.0.self_attn.q_proj`. */
  readonly name: string;
  readonly kind: 'linear' | 'embedding';
  readonly scale: number;
  readonly rank: number;
  /** ‖scale · B·A‖ (Frobenius), exact from the Gram matrices of A and B. */
  readonly updateNorm: number;
  /** ‖W‖ of the base weight, when the base was found. */
  readonly baseNorm?: number;
}

export interface AdapterWeights {
  readonly path: string;
  readonly tensors: readonly AdapterTensor[];
  readonly modules: readonly AdapterModule[];
  /** What servers do with it, as far as the adapter's own files tell; absent when its settings could not be read. */
  readonly servers?: readonly ServerRule[];
}
