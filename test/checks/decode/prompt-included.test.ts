import check from '../../../src/checks/decode/prompt-included.ts';
import type { RunTokenizer } from '../../../src/evidence/run-tokenizer.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';
import { encode, tokenizerJson } from '../../support/byte-tokenizer.ts';
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
/** The tokens say what was generated; something stands before it in the text. */
const generated = (before: (id: string) => string) =>
  predictions(
    Object.fromEntries(
      ['a', 'b', 'c'].map((id) => [id, { output: `${before(id)}safe`, outputIds: Int32Array.from(encode('safe')) }]),
    ),
  );
/** Messages, as a server renders them where nobody sees it. */
const question = 'Is the ladder on the roof safe?';
const said = requests(
  {},
  {
    rows: ['a', 'b'].map((id, at) => ({
      ...{ id, line: at + 1 },
      turns: [{ role: 'user', text: question, answer: false, media: 0 }],
    })),
  },
);
const sentence = 'She goes to school every day.';

checkTester(check, {
  passes: {
    'only messages were recorded, and no output holds them': { predictions: both('safe'), requests: said, tokenizer },
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
    'only messages were recorded, and the outputs have role words around them': {
      given: { predictions: both(`user\n${question}\nassistant\nsafe`), requests: said, tokenizer },
      finds: [{ message: 'included', data: { outputs: '2 of 2 outputs' } }],
    },
    'the whole sequence was decoded': {
      given: { predictions: both(`${prompt}safe`), requests: asked, tokenizer },
      finds: [{ message: 'included', data: { outputs: '2 of 2 outputs' } }],
    },
    'there are no requests, but each output has a text of its own before what was generated': {
      given: { predictions: generated((id) => `user\nIs ladder ${id} on the roof safe?\nassistant\n`), tokenizer },
      finds: [{ message: 'included', data: { outputs: '3 of 3 outputs' } }],
    },
    'there are no requests, and special tokens were decoded too': {
      given: {
        predictions: predictions(
          Object.fromEntries(
            ['a', 'b'].map((id) => {
              const output = `<|im_start|>user\nIs ladder ${id} safe?<|im_end|>\n<|im_start|>assistant\nyes<|im_end|>`;
              return [id, { output, outputIds: Int32Array.from(encode('yes<|im_end|>')) }];
            }),
          ),
        ),
        tokenizer,
      },
      finds: [{ message: 'included' }],
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
    'only messages were recorded, and the model may have repeated them itself': {
      predictions: both(`${question} Yes.`),
      requests: said,
      tokenizer,
    },
    'there are no requests, and the outputs are what was generated': { predictions: generated(() => ''), tokenizer },
    'there are no requests, and all outputs have one text before them': {
      predictions: generated(() => 'Here is the answer to your question: '),
      tokenizer,
    },
    'there are no requests, and no tokens': { predictions: both(`${prompt}safe`), tokenizer },
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
