import { aroundDifference, differingPairs } from '../../evidence/views/differing-pairs.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/media-placement-differs',
  title: 'Images stand where they stood in training',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} have the image placeholder at another place or with other line breaks beside it: training `{training}`, request `{request}`.',
      why: 'Vision models read the order; QwenLM/Qwen3-VL#1354 traced an accuracy of 0 % to one lost newline between image and text.',
      fix: "Build the request's content list in the order of the training rows (image first or text first). vLLM puts images before the text unless --interleave-mm-strings is set.",
    },
  },
  run({ promptComparison }) {
    const { count, compared, example, places } = differingPairs(promptComparison, 'media');
    if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
    if (example === undefined || !isMany(count, compared))
      return {
        kind: 'pass',
        saw: `${countOf(compared - count, compared, 'requests')} have their media where the training rows have them`,
      };
    const data = { requests: countOf(count, compared, 'requests'), ...aroundDifference(example) };
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
