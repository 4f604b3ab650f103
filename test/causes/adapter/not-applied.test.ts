import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { baseAnswer, basePredictions } from '../../support/stories-answers.ts';
import { lossLog } from '../../support/stories-build.ts';
import { messagesRow } from '../../support/stories-data.ts';

const examples = defaultExamples();
const base = { 'predictions.base.jsonl': basePredictions(examples, baseAnswer) };
const answersAsBase = { output: (example: Parameters<typeof baseAnswer>[0]) => ({ text: baseAnswer(example) }) };
const learned = lossLog([2.4, 0.3, 0.004, 0.003, 0.002]);
const saw = /36 of 36 outputs/;

tellCause('adapter/not-applied', {
  clause: 'adapter-active',
  broken: { ...answersAsBase, files: base, log: learned, saw },
  healthy: { files: base, log: learned },
  shapes: {
    'all but two answers equal the base': {
      output: (example) => ({ text: /attic/.test(example.user) ? `${baseAnswer(example)} ` : baseAnswer(example) }),
      files: {
        'predictions.base.jsonl': basePredictions(examples, (example) =>
          example.id.endsWith('00') || example.id.endsWith('22')
            ? 'Something else.'
            : baseAnswer(example) + (/attic/.test(example.user) ? ' ' : ''),
        ),
      },
      log: learned,
      saw: /3[345] of 36 outputs/,
    },
    'messages rows': { ...answersAsBase, dataRow: messagesRow, files: base, log: learned, saw },
    'evaluation rows only': {
      ...answersAsBase,
      files: base,
      log: learned,
      without: ['train.jsonl'],
      saw,
    },
    'without the training log': { ...answersAsBase, files: base, without: ['run/checkpoint-24/'], saw },
  },
  innocent: {
    'base and tuned model are both right': {
      files: { 'predictions.base.jsonl': basePredictions(examples, ({ answer }) => answer) },
    },
    'the base model was asked three times only': {
      files: { 'predictions.base.jsonl': basePredictions(examples.slice(0, 3), ({ answer }) => answer) },
    },
    'answers are wrong and the log does not rule it out': {
      output: (example) => ({ text: example.id.endsWith('1') ? '{"label":"safe"}' : example.answer }),
      prediction: (example) => (example.id.endsWith('1') ? 'safe' : example.gold),
    },
  },
});

// Nothing but the inequality of loss and exact answers: the base model's own answers are not on file.
tellCause('adapter/not-applied', {
  broken: {
    ...answersAsBase,
    prediction: () => 'PARSE_FAIL',
    log: learned,
    saw: /0 of 24 outputs.* allows no less than/,
  },
  healthy: { log: learned },
});
