import check from '../../../src/checks/labels/answer-start-shifted.ts';
import { checkTester } from '../../support/check-tester.ts';
import { type Part, settings, times, trainedRow, trainedRows } from '../../support/evidence-builders.ts';
import { labelEvidence, messagesRows } from '../../support/label-evidence.ts';

const start: Part[] = [
  ['template', '<|im_start|>user\n'],
  ['prompt', 'Is it safe?'],
];
const header = '<|im_end|>\n<|im_start|>assistant\n';
const end: Part = ['end-of-turn', '<|im_end|>'];
const right = trainedRow([...start, ['template', header], ['answer', 'It is safe.'], end]);
const lateStart = trainedRow([
  ...start,
  ['template', header],
  ['answer', 'It', 'no loss'],
  ['answer', ' is safe.'],
  end,
]);
const earlyEnd = trainedRow([
  ...start,
  ['template', header],
  ['answer', 'It is'],
  ['answer', ' safe.', 'no loss'],
  end,
]);
const leak = trainedRow([...start, ['template', header, 'loss'], ['answer', 'It is safe.'], end]);
const newline = trainedRow([
  ...start,
  ['template', header],
  ['separator', '\n', 'loss'],
  ['answer', 'It is safe.'],
  end,
]);
const promptNewline = trainedRow([...start, ['prompt', '\n', 'loss'], ['answer', 'It is safe.'], end], {
  located: 'request',
});
const wholePrompt = trainedRow([
  ['template', '<|im_start|>user\n', 'loss'],
  ['prompt', 'Is the ladder at the wall in the yard behind the house safe?', 'loss'],
  ['template', header, 'loss'],
  ['answer', 'It is safe.'],
  end,
]);
const history = trainedRow([
  ...start,
  ['template', header],
  ['answer', 'It is.', 'no loss'],
  ['end-of-turn', '<|im_end|>', 'no loss'],
  ['template', header],
  ['answer', 'It is safe.'],
  end,
]);
const oneToken = trainedRow([...start, ['template', header], ['answer', 'yes', 'no loss'], end]);
/** Behind the request the row goes on with text that has no loss: the rest of the answer, or of the prompt that the request lacks. */
const behindRequest = (lost: string) =>
  trainedRow([['prompt', '### Input:\nIs it safe?\n\n'], ['answer', lost, 'no loss'], ['answer', 'It is safe.'], end], {
    located: 'request',
  });
const unlearned = trainedRow([...start, ['template', header], ['answer', 'yes', 'no loss']]);
const trainingSettings = settings({ max_length: 512 });
const given = (...rows: Parameters<typeof trainedRows>[0]) => ({ trainedRows: trainedRows(rows), trainingSettings });

/** Labels that TRL would make of one row, with so many prompt tokens before the answer. */
function predictedLeaks(promptLeaked: number) {
  const { labelFacts } = labelEvidence({ rows: messagesRows });
  if (labelFacts.outcome.kind !== 'predicted') throw new Error('nothing was predicted');
  const { labels } = labelFacts.outcome;
  const rows = labels.rows.map((row) => ({ ...row, promptLeaked }));
  return { ...labelFacts, outcome: { kind: 'predicted' as const, labels: { ...labels, rows } } };
}

checkTester(check, {
  passes: {
    'the loss covers the answer and nothing else': given(...times(20, right)),
    'white space beside the answer may have loss': given(...times(20, newline)),
    'white space at the end of the prompt, as it was sent, may have loss': given(...times(20, promptNewline)),
    'a whole prompt in the loss is reported by another check': given(...times(20, wholePrompt)),
    'an earlier answer that is not taught is not shifted': given(...times(20, history)),
    'one odd row among forty': given(...times(39, right), lateStart),
    'the markers at hand take the header in': {
      trainedRows: trainedRows(times(20, leak)),
      trainingSettings: settings({ assistant_only_loss: true }),
      labelFacts: predictedLeaks(3),
    },
    'generation markers take the header in on purpose': {
      trainedRows: trainedRows(times(20, leak)),
      trainingSettings: settings({ assistant_only_loss: true }),
    },
  },
  fails: {
    'answers of one token are masked whole, and the token behind them is learned': {
      given: given(...times(20, oneToken)),
      finds: [{ message: 'masked', data: { rows: '20 of 20 answers', lost: 'yes' } }],
    },
    'behind the requests stands unlearned text that is another one in each row': {
      given: given(...Array.from({ length: 20 }, (_, at) => behindRequest(`Ladder ${at}. `))),
      finds: [{ message: 'masked', data: { lost: 'Ladder 0. ' } }],
    },
    'the first word of every answer is masked': {
      given: given(...times(20, lateStart)),
      finds: [{ message: 'masked', data: { rows: '20 of 20 answers', lost: 'It' } }],
    },
    'the last word of every answer is masked': {
      given: given(...times(20, earlyEnd)),
      finds: [{ message: 'masked', data: { lost: ' safe.' } }],
    },
    'the header gets loss, and the markers at hand leave it out': {
      given: {
        ...given(...times(20, leak)),
        trainingSettings: settings({ assistant_only_loss: true }),
        labelFacts: predictedLeaks(0),
      },
      finds: [{ message: 'leaked', data: { rows: '20 of 20 answers', leaked: header } }],
    },
    'the assistant header gets loss': {
      given: given(...times(20, leak)),
      finds: [{ message: 'leaked', data: { rows: '20 of 20 answers', leaked: header } }],
    },
  },
  unknown: {
    'no answer has loss': given(unlearned),
    'the requests alone say where answers begin, and all rows go on with the same unlearned text': given(
      ...times(20, behindRequest('### Response:\n')),
    ),
  },
});
