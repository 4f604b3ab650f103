import check from '../../../src/checks/decode/prompt-included.ts';
import type { RunTokenizer } from '../../../src/evidence/run-tokenizer.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';
import { tokenizerJson } from '../../support/byte-tokenizer.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions, requests } from '../../support/evidence-builders.ts';

const tokenizer: RunTokenizer = {
  side: 'run',
  path: 'run/tokenizer.json',
  tokenizer: loadTokenizer({ tokenizerJson }),
  specialTokens: {},
};
const prompt = '<|im_start|>user\nIs the ladder on the roof safe?<|im_end|>\n<|im_start|>assistant\n';
const asked = requests({ a: prompt, b: prompt });
const both = (output: string, target?: string) =>
  predictions({ a: { output, ...(target && { target }) }, b: { output, ...(target && { target }) } });
const sentence = 'She goes to school every day.';

checkTester(check, {
  passes: {
    'outputs are the answer alone': { predictions: both('safe'), requests: asked, tokenizer },
    'the model repeats the question but not the markers around it': {
      predictions: both('Is the ladder on the roof safe? Yes.'),
      requests: asked,
      tokenizer,
    },
    'the task is to correct a sentence, and it was right already': {
      predictions: both(sentence, sentence),
      requests: requests({ a: sentence, b: sentence }),
      tokenizer,
    },
  },
  fails: {
    'the whole sequence was decoded': {
      given: { predictions: both(`${prompt}safe`), requests: asked, tokenizer },
      finds: [{ message: 'included', data: { outputs: '2 of 2 outputs' } }],
    },
    'and the special tokens were skipped, which changes the white space': {
      given: {
        predictions: both('user\nIs the ladder on the roof safe?\nassistant\nsafe', 'safe'),
        requests: asked,
        tokenizer,
      },
      finds: [{ message: 'included' }],
    },
  },
  unknown: {
    'no request has the id of a prediction': {
      predictions: both(`${prompt}safe`),
      requests: requests({ c: prompt }),
      tokenizer,
    },
    'the prompt is a word that any answer may begin with': {
      predictions: both('Hello there'),
      requests: requests({ a: 'Hello', b: 'Hello' }),
      tokenizer,
    },
  },
});
