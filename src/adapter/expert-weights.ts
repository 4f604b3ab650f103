/** A checkpoint tensor that is part of a fused mixture weight, with the rows of the fused update it takes. */
export interface ExpertWeight {
  readonly tensor: string;
  readonly expert: number;
  /** Which of the equal parts of the fused rows: gate_up_proj holds gate, then up. */
  readonly part: 0 | 1;
  readonly parts: 1 | 2;
}

/** More experts than any published model has; the numbers come from tensor names. */
const MAX_EXPERTS = 4096;

/** The names of a fused weight's parts in checkpoints: Qwen and DeepSeek, then Mixtral. */
const PARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  gate_up_proj: [
    ['gate_proj', 'up_proj'],
    ['w1', 'w3'],
  ],
  down_proj: [['down_proj'], ['w2']],
};

/**
 * The tensors of a checkpoint that transformers 5 fuses into parameter `parameter` of the experts module at `path`
 * (conversion_mapping.py of 5.18): files keep one tensor per expert and projection. Empty when the base has no such tensors.
 */
export function expertWeights(
  path: string,
  parameter: string,
  has: (tensor: string) => boolean,
): readonly ExpertWeight[] {
  for (const names of PARTS[parameter] ?? []) {
    const found: ExpertWeight[] = [];
    for (let expert = 0; expert < MAX_EXPERTS; expert++) {
      const tensors = names.map((name) => `${path}.${expert}.${name}.weight`);
      if (!tensors.every(has)) break;
      const parts = names.length === 2 ? 2 : 1;
      for (const [part, tensor] of tensors.entries()) found.push({ tensor, expert, part: part === 0 ? 0 : 1, parts });
    }
    if (found.length > 0) return found;
  }
  return [];
}
