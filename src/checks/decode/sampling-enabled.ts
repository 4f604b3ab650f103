import type { DecodingSettings } from '../../evidence/generation.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'decode/sampling-enabled',
  title: 'Evaluation decodes greedily',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['generation'],
  messages: {
    sampled: {
      what: 'The answers were sampled: {settings}.',
      why: 'A sampled answer is one draw: the same model gives other answers next time, and wrong ones where greedy decoding is right. Accuracy then measures the dice too.',
      fix: 'Evaluate with do_sample=False (temperature 0). Set it in the request: servers take sampling defaults from generation_config.json otherwise.',
    },
  },
  run({ generation }) {
    const sampling = isSampling(generation);
    if (sampling === undefined)
      return {
        kind: 'unknown',
        because: `${generation.path} says neither do_sample nor temperature`,
        settle: 'write the decoding settings that were used into inference/generation.json',
      };
    const words = Object.entries({
      do_sample: generation.doSample,
      temperature: generation.temperature,
      top_p: generation.topP,
      top_k: generation.topK,
    })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ');
    if (!sampling) return { kind: 'pass', saw: words };
    const place = {
      kind: 'setting' as const,
      path: generation.path,
      key: generation.doSample === undefined ? 'temperature' : 'do_sample',
      value: String(generation.doSample ?? generation.temperature),
    };
    return { kind: 'fail', findings: [{ message: 'sampled', data: { settings: words }, places: [place] }] };
  },
});

// vLLM's own bound (_SAMPLING_EPS); Qwen2.5-VL ships do_sample with a temperature of 1e-6 because transformers refuses 0.
const GREEDY_TEMPERATURE = 1e-5;
// Only the likeliest token is left when it alone reaches top_p, and no model spreads its answers over a hundred equal tokens.
const GREEDY_TOP_P = 0.01;

/** A tiny temperature or top_p and top_k 1 are greedy whatever do_sample says; vLLM-style settings have a temperature and no do_sample. */
function isSampling({ doSample, temperature, topK, topP }: DecodingSettings): boolean | undefined {
  if ((temperature ?? 1) < GREEDY_TEMPERATURE || topK === 1 || (topP ?? 1) <= GREEDY_TOP_P) return false;
  if (doSample !== undefined) return doSample;
  return temperature === undefined ? undefined : true;
}
