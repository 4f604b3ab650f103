import type { AdapterSettings } from '../adapter/adapter-settings.ts';
import type { ScaleDifference } from '../adapter/scale-differences.ts';
import type { ServerRule } from '../adapter/server-rules.ts';

/** One module with an update, as the adapter's own files tell. */
export interface InspectedModule {
  /** Path without PEFT's wrapper prefix; in a GGUF file the name of the tensor that it changes. */
  readonly name: string;
  readonly rank: number;
  /** The factor of B·A; undefined when a pattern of the config cannot be judged. */
  readonly scale: number | undefined;
  /** Frobenius norms over finite values; undefined where the values were not read. */
  readonly normA?: number;
  readonly normB?: number;
  /** ‖scale · B·A‖. */
  readonly updateNorm?: number;
  readonly notFinite: number;
  /** Sides that hold nothing but zeros. */
  readonly zeroSides: readonly ('A' | 'B')[];
  /** Why the module could not be read as a pair of factors. */
  readonly problem?: string;
}

/** An adapter by itself: PEFT or MLX folder, or a GGUF file. */
export interface AdapterInspection {
  readonly path: string;
  readonly format: 'peft' | 'mlx' | 'gguf';
  /** Of a GGUF file only `alpha` is known. */
  readonly settings?: AdapterSettings;
  readonly alpha?: number;
  readonly modules: readonly InspectedModule[];
  /** Whole tensors that replace the base's: modules_to_save, biases, token rows. */
  readonly wholeTensors: readonly string[];
  /** What servers would do with it; empty for GGUF, which llama.cpp has converted already. */
  readonly servers: readonly ServerRule[];
  /** Modules whose factor is another one in a converted file beside the adapter. */
  readonly converted: readonly { readonly path: string; readonly differences: readonly ScaleDifference[] }[];
}
