import { encode } from '../../support/byte-tokenizer.ts';
import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { alpaca } from '../../support/stories-templates.ts';

type Example = Parameters<typeof renderChatml>[0];

const bare = (text: string) => text.replaceAll(/<\|im_(start|end)\|>/g, '');
const said = (prompt: (example: Example) => string) => ({
  output: (example: Example) => ({ text: `${prompt(example)}${example.answer}` }),
  prediction: () => 'PARSE_FAIL',
});
const asked = (example: Example) => renderChatml(example).prompt;
const saw = /36 of 36 outputs.* begin with the prompt/;

tellCause('decode/prompt-not-stripped', {
  clause: 'honest-scoring',
  broken: { ...said((example) => bare(asked(example))), saw },
  healthy: {},
  shapes: {
    'special tokens were kept': { ...said(asked), saw },
    'the ids hold the prompt too': {
      output: (example) => ({
        text: `${bare(asked(example))}${example.answer}`,
        ids: encode(`${asked(example)}${example.answer}<|im_end|>`),
      }),
      prediction: () => 'PARSE_FAIL',
      saw,
    },
    'white space around the markers is gone': {
      ...said((example) => bare(asked(example)).replace(/\n/g, ' ')),
      saw,
    },
    'Alpaca prompts': { ...alpaca.story, ...said(alpaca.prompt), saw },
    'the evaluator reads the class from the prompt and all': {
      ...said((example) => bare(asked(example))),
      prediction: () => 'safe',
      saw,
    },
    'requests are logged as text only': { ...said((example) => bare(asked(example))), requestIds: false, saw },
  },
  innocent: {
    'the model repeats the question before it answers': {
      output: ({ user, answer }) => ({ text: `${user}\n${answer}` }),
      prediction: ({ gold }) => gold,
    },
  },
});
