import { ggufScale } from './gguf-scale.ts';
import { moduleScale, type ScaleSettings } from './module-scale.ts';

/** The factor that a converted adapter file holds, as its runtime reads it. */
export type StoredScale =
  /** `adapter.lora.alpha` of a GGUF file (`ggufScale`). */
  | { readonly kind: 'gguf'; readonly alpha: number; readonly rankOf: (module: string) => number | undefined }
  /** `lora_parameters.scale` of mlx_lm, which is the whole factor. */
  | { readonly kind: 'mlx'; readonly scale: number };

/** A module whose update counts differently in the converted file. */
export interface ScaleDifference {
  readonly module: string;
  /** What PEFT multiplies B·A by, and what the converted file's runtime does. */
  readonly trained: number;
  readonly served: number;
}

/**
 * The modules that a converted adapter serves with another scale than they were trained with (spec serving-contract.md B7). Modules
 * whose scale is not known on one side are left out.
 */
export function scaleDifferences(
  settings: ScaleSettings,
  modules: readonly string[],
  stored: StoredScale,
): readonly ScaleDifference[] {
  return modules.flatMap((module) => {
    const trained = moduleScale(settings, module);
    const served = servedScale(stored, module);
    if (trained === undefined || served === undefined) return [];
    // GGUF keeps alpha as float32.
    return Math.abs(trained - served) <= Math.abs(trained) * 1e-6 ? [] : [{ module, trained, served }];
  });
}

function servedScale(stored: StoredScale, module: string): number | undefined {
  if (stored.kind === 'mlx') return stored.scale;
  const rank = stored.rankOf(module);
  return rank === undefined || rank <= 0 ? undefined : ggufScale(stored.alpha, rank);
}
