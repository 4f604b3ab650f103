import type { DecodingSettings } from '../generation.ts';

type SamplingSettings = {
  readonly [key in 'doSample' | 'temperature' | 'topK' | 'topP']?: DecodingSettings[key] | undefined;
};

// vLLM's own bound (_SAMPLING_EPS); Qwen2.5-VL ships do_sample with a temperature of 1e-6 because transformers refuses 0.
const GREEDY_TEMPERATURE = 1e-5;
// Only the likeliest token is left when it alone reaches top_p, and no model spreads its answers over a hundred equal tokens.
const GREEDY_TOP_P = 0.01;

/**
 * Whether settings sample; undefined when they do not say. A tiny temperature or top_p and top_k 1 are greedy whatever do_sample says;
 * vLLM-style settings have a temperature and no do_sample.
 */
export function isSampling({ doSample, temperature, topK, topP }: SamplingSettings): boolean | undefined {
  if ((temperature ?? 1) < GREEDY_TEMPERATURE || topK === 1 || (topP ?? 1) <= GREEDY_TOP_P) return false;
  if (doSample !== undefined) return doSample;
  return temperature === undefined ? undefined : true;
}
