import { tellCause } from '../../support/stories.ts';
import { gemma, llama } from '../../support/stories-templates.ts';

const bos = '<|begin_of_text|>';
const saw = /36 of 36 requests.* BOS/;

tellCause('render/bos-doubled', {
  clause: 'same-rendering',
  broken: { ...llama.story, request: (example) => bos + llama.prompt(example), saw },
  healthy: llama.story,
  shapes: {
    'missing from the request': {
      ...llama.story,
      request: (example) => llama.prompt(example).slice(bos.length),
      saw,
    },
    'three of them': { ...llama.story, request: (example) => bos + bos + llama.prompt(example), saw },
    'doubled in training, single in the request': {
      ...llama.story,
      row: (example) => [
        [bos + llama.prompt(example), false],
        [`${example.answer}<|eot_id|>`, true],
      ],
      saw,
    },
    'missing from training': {
      ...llama.story,
      row: (example) => [
        [llama.prompt(example).slice(bos.length), false],
        [`${example.answer}<|eot_id|>`, true],
      ],
      saw,
    },
    'Gemma, doubled': { ...gemma.story, request: (example) => `<bos>${gemma.prompt(example)}`, saw },
    'Gemma, missing': { ...gemma.story, request: (example) => gemma.prompt(example).slice('<bos>'.length), saw },
    'the configuration does not name the BOS token': {
      ...llama.story,
      tokenizerConfig: { eos_token: '<|eot_id|>' },
      request: (example) => bos + llama.prompt(example),
      saw,
    },
  },
  innocent: { Gemma: gemma.story },
});
