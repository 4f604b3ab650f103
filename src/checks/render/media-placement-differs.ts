import { aroundDifference } from '../../evidence/views/differing-pairs.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

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
    return judgePairs(promptComparison, {
      kind: 'media',
      saw: 'have their media where the training rows have them',
      show: aroundDifference,
    });
  },
});
