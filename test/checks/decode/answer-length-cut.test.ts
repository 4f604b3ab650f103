import check from '../../../src/checks/decode/answer-length-cut.ts';
import type { Prediction } from '../../../src/evidence/predictions.ts';
import { invoice, many, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { type Part, predictions, trainedRow, trainedRows } from '../../support/evidence-builders.ts';

const target = '{"item": "ladder", "price": 20}';
const outputs = (row: Partial<Prediction>, count = 10) =>
  scored(predictions(many('row', count, () => ({ target, finishReason: 'length', ...row }))), invoice);
const begun = '{"item": "ladder", ';

/** Answers of nine tokens. */
const taught = trainedRows([
  trainedRow([
    ['prompt', 'Which item?'],
    ...Array.from({ length: 9 }, (): Part => ['answer', ' word']),
    ['end-of-turn', '<|im_end|>'],
  ]),
]);
const worth = { item: 'ladder', price: 20 };
const three = Int32Array.of(50, 51, 52);
const nothingRight = outputs({ output: 'I can help', outputIds: three });

checkTester(check, {
  passes: {
    'the answers are whole': outputs({ output: target, finishReason: 'stop' }),
    'the answers were stopped while they were wrong': outputs({ output: '{"item": "bucket", ' }),
    'the answer behind the thinking block was wrong so far': outputs({ output: `<think>\n\n</think>\n\n{"item": "b` }),
    'the model itself stopped too early': outputs({ output: begun, finishReason: 'stop' }),
    'the model went on with white space without end': outputs({ output: `${begun}${'\n'.repeat(200)}` }),
    'outputs that were wrong had room for the answer': {
      ...outputs({ output: 'I can help', outputIds: new Int32Array(9) }),
      trainedRows: taught,
    },
    'the settings allow more than the outputs got': {
      ...nothingRight,
      trainedRows: taught,
      generation: { path: 'inference/generation.json', maxNewTokens: 9 },
    },
    'an evaluator reads the class from the first tokens': {
      ...outputs({ output: 'I can help', outputIds: three, prediction: worth, gold: worth }),
      trainedRows: taught,
    },
    'one hard row in forty hit the limit': scored(
      predictions({
        ...many('row', 39, () => ({ target, output: target, finishReason: 'stop' })),
        long: { target, output: begun, finishReason: 'length' },
      }),
      invoice,
    ),
  },
  fails: {
    'no trained answer has room, whatever the model said': {
      given: { ...nothingRight, trainedRows: taught, generation: { path: 'generation.json', maxNewTokens: 3 } },
      finds: [
        {
          message: 'tight',
          data: { outputs: '10 of 10 outputs', limit: 3, answers: '1 of 1 trained answers', longest: 9 },
        },
      ],
    },
    'a server has its own word for the limit': {
      given: outputs({ output: begun, finishReason: 'max_tokens' }),
      finds: [{ message: 'cut' }],
    },
    'the limit cut right answers behind the thinking block that the template taught': {
      given: outputs({ output: `<think>\n\n</think>\n\n${begun}` }),
      finds: [{ message: 'cut', data: { outputs: '10 of 10 outputs' } }],
    },
    'the limit cut right answers': {
      given: outputs({ output: begun }),
      finds: [{ message: 'cut', data: { outputs: '10 of 10 outputs', limit: '' } }],
    },
    'rows without a target do not dilute it': {
      given: scored(
        predictions({
          ...many('row', 2, () => ({ target, output: begun, finishReason: 'length', outputIds: new Int32Array(48) })),
          ...many('untargeted', 98, () => ({ output: 'fine', finishReason: 'stop' })),
        }),
        invoice,
      ),
      finds: [{ message: 'cut', data: { outputs: '2 of 2 outputs', limit: ' (it was 48)' } }],
    },
  },
  unknown: {
    'nothing says what was wanted': scored(
      predictions(many('row', 10, () => ({ output: begun, finishReason: 'length' }))),
      invoice,
    ),
    'nothing says why the outputs ended': scored(
      predictions(many('row', 10, () => ({ output: begun, target }))),
      invoice,
    ),
  },
});
