import { isSampling } from '../../evidence/views/is-sampling.ts';
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
