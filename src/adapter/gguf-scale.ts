/**
 * The factor by which llama.cpp counts the update of a tensor: `adapter.lora.alpha` over its rank, and 1 where alpha is 0
 * (llama_adapter_lora_weight::get_scale in src/llama-adapter.h).
 */
export function ggufScale(alpha: number, rank: number): number {
  return alpha === 0 ? 1 : alpha / rank;
}
