import { encode } from '../../support/byte-tokenizer.ts';
import { tellCause } from '../../support/stories.ts';

type Example = { readonly answer: string; readonly gold: string };

/** The right answer, of which this many tokens were allowed. */
function allowed(tokens: number) {
  return {
    generation: { max_new_tokens: tokens },
    output: ({ answer }: Example) => {
      const ids = encode(`${answer}<|im_end|>`).slice(0, tokens);
      return { text: answer.slice(0, tokens), ids, finishReason: ids.length < answer.length + 1 ? 'length' : 'stop' };
    },
  };
}

tellCause('decode/length-cut', {
  clause: 'honest-scoring',
  broken: { ...allowed(8), saw: /36 of 36 outputs/ },
  healthy: allowed(40),
  shapes: {
    'one too small for the longer class': { ...allowed(17), saw: /18 of 36 outputs/ },
    'one too small for both classes': { ...allowed(14), saw: /36 of 36 outputs/ },
    'a single token': { ...allowed(1), saw: /36 of 36 outputs/ },
    'without the limit on file': { ...allowed(8), without: ['inference/generation.json'], saw: /36 of 36 outputs/ },
    'the evaluator calls what it cannot read unsafe': {
      ...allowed(8),
      prediction: () => 'unsafe',
      saw: /36 of 36 outputs/,
    },
  },
  innocent: {
    'exactly enough': allowed(19),
    'only the stop token did not fit': {
      output: ({ answer }) => ({ text: answer, ids: encode(answer), finishReason: 'length' }),
    },
  },
});
