import { encode, specialIds } from '../../support/byte-tokenizer.ts';
import { tellCause } from '../../support/stories.ts';
import { llama } from '../../support/stories-templates.ts';

type Example = { readonly answer: string };

const goesOn = {
  output: ({ answer }: Example) => ({
    text: `${answer}\nuser\nNext one?\nassistant\n${answer}`,
    ids: encode(`${answer}<|im_end|>\n<|im_start|>user\nNext one?<|im_end|>\n<|im_start|>assistant\n${answer}`),
    finishReason: 'length',
  }),
  prediction: () => 'PARSE_FAIL',
};
const stops = (...ids: readonly number[]) => ({ generation: { eos_token_id: ids } });

tellCause('decode/stop-token-unset', {
  clause: 'honest-scoring',
  broken: { ...goesOn, ...stops(specialIds['<|endoftext|>']), saw: /36 of 36 outputs.* go on after|token 258/ },
  healthy: stops(specialIds['<|im_end|>']),
  shapes: {
    'several stop tokens, none of them the right one': { ...goesOn, ...stops(256, 257), saw: /stops only at 256, 257/ },
    'one id and not a list': { ...goesOn, generation: { eos_token_id: 256 }, saw: /stops only at 256/ },
    'no output ids on file': {
      ...goesOn,
      output: (example) => ({ ...goesOn.output(example), ids: [] }),
      ...stops(256),
      saw: /Trained answers end with token 258/,
    },
    'no settings on file': { ...goesOn, without: ['inference/generation.json'], saw: /36 of 36 outputs/ },
    'the list has the token and the runtime ignores it': { ...goesOn, ...stops(256, 258), saw: /36 of 36 outputs/ },
    'the evaluator reads the first JSON': {
      ...goesOn,
      prediction: ({ gold }: { gold: string }) => gold,
      ...stops(256),
      saw: /36 of 36 outputs/,
    },
    'Llama-3 without eot_id': {
      ...llama.story,
      generation: { eos_token_id: [256] },
      output: ({ answer }) => ({
        text: `${answer}assistant\n\n${answer}`,
        ids: [...encode(answer), 262, ...encode(`assistant\n\n${answer}`)],
        finishReason: 'length',
      }),
      prediction: () => 'PARSE_FAIL',
      saw: /Trained answers end with token 262/,
    },
  },
  innocent: {
    'the right one among several': stops(256, 257, 258),
    'a batch is padded with end tokens': {
      output: ({ answer }) => ({ text: answer, ids: encode(`${answer}<|im_end|><|im_end|><|im_end|>`) }),
    },
  },
});
