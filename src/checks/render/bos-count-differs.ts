import type { PromptPair } from '../../evidence/prompt-comparison.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { defineCheck } from '../define-check.ts';
import { judgePairs } from '../judge-pairs.ts';

export default defineCheck({
  id: 'render/bos-count-differs',
  title: 'The request begins with as many BOS tokens as the training rows',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['promptComparison'],
  messages: {
    differs: {
      what: '{requests} begin with another number of BOS tokens than the training rows: {trained} in training, {sent} in the request (`{start}`).',
      why: 'The model was trained on one beginning and is asked with another. Some models answer much worse for it (Gemma without BOS is useless), others hardly notice; the scores alone will not show which.',
      fix: 'Send the prompt as token ids, or tokenize the rendered chat with add_special_tokens=False: a chat template that writes BOS and a tokenizer that adds it make two.',
    },
  },
  run({ promptComparison }) {
    return judgePairs(promptComparison, {
      kind: 'bos',
      saw: 'begin with as many BOS tokens as the training rows',
      show: bosCounts,
    });
  },
});

/** How often each side repeats the special token that one of them begins with. */
function bosCounts({ training, request }: PromptPair): { trained: number; sent: number; start: string } {
  const sides = [training.text, request.text] as const;
  const first = sides.map((text) => /^(?:<[^>\s]+>|\[[^\]\s]+\])/.exec(text)?.[0] ?? '');
  const bos = first.find((token) => token !== '' && times(sides[0], token) !== times(sides[1], token)) ?? '';
  return { trained: times(sides[0], bos), sent: times(sides[1], bos), start: excerpt(sides[1], 40) };
}

function times(text: string, token: string): number {
  let count = 0;
  while (token !== '' && text.startsWith(token, count * token.length)) count += 1;
  return count;
}
