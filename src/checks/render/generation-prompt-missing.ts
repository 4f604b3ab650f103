import type { PromptPair } from '../../evidence/prompt-comparison.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

export default defineCheck({
  id: 'render/generation-prompt-missing',
  title: "The request opens the assistant's turn as the training rows do",
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: "{requests} end before the assistant's turn is opened: the training row goes on with `{missing}`.",
      why: 'The model has to open the turn itself, so the answer starts with a role marker, another user turn, or in the middle.',
      fix: 'Render the request with add_generation_prompt=True (for vLLM and llama-server this is the default; for `apply_chat_template` it is not).',
    },
  },
  run({ promptComparison }) {
    return judgePairs(promptComparison, {
      kind: 'generation-prompt',
      saw: 'open the assistant turn as the training rows do',
      show: (example) => ({ missing: excerpt(example.training.text.slice(commonLength(example)), 60) }),
    });
  },
});

/**
 * How far the request goes along with the training row; the request may differ earlier too (a BOS, a system prompt), so ends are compared.
 */
function commonLength({ training, request }: PromptPair): number {
  const end = request.text.trimEnd();
  if (training.text.startsWith(end)) return end.length;
  const tail = end.slice(-24);
  const at = training.text.lastIndexOf(tail);
  return at < 0 ? 0 : at + tail.length;
}
