import check from '../../../src/checks/scoring/training-rows-below-floor.ts';
import type { Setting } from '../../../src/evidence/training-settings.ts';
import type { TrainerLogEntry } from '../../../src/formats/trainer-state.ts';
import { label, many, rowsEndingWith, safety, scored, trainerState } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions, settings } from '../../support/evidence-builders.ts';

interface Story {
  readonly log?: readonly (number | Partial<TrainerLogEntry>)[];
  /** How many of the training rows are answered as trained. */
  readonly right?: number;
  readonly rows?: number;
  readonly split?: string;
  /** What stands behind each answer. */
  readonly behind?: string;
  /** What the predictions name as the trained answer. */
  readonly target?: string;
  /** What the evaluation saved of a right answer. */
  readonly saved?: string;
  /** What a wrong answer says, and why decoding stopped. */
  readonly wrong?: string;
  readonly finishReason?: string;
  readonly outputIds?: Int32Array;
  readonly values?: Readonly<Record<string, Setting['value']>>;
}

/** Two supervised tokens a row and a loss of 0.001: at least 99.7 % of the training rows have to come out exactly. */
function story({
  log = [2.4, 0.01, 0.001, 0.001, 0.001],
  right = 20,
  rows = 20,
  split = 'train',
  behind = '',
  target = label('safe'),
  saved = label('safe'),
  wrong = 'Looks fine.',
  finishReason = 'stop',
  outputIds,
  values,
}: Story) {
  const { predictions: answered, scores } = scored(
    predictions(
      many('row', rows, (at) => ({
        split,
        output: at < right ? saved + behind : wrong,
        finishReason,
        ...(outputIds === undefined ? {} : { outputIds }),
        prediction: at < right ? 'safe' : null,
        target,
        gold: 'safe',
      })),
    ),
    safety,
  );
  return {
    predictions: answered,
    scores,
    trainerState: trainerState(log),
    trainedRows: rowsEndingWith([7, 7]),
    trainingSettings: settings(values),
  };
}

checkTester(check, {
  passes: {
    'all training rows come out as trained': story({}),
    'a row that slipped is within what is logged': story({ right: 19 }),
    'the end-of-turn token was left in the text': story({ behind: '<|im_end|>\n<|endoftext|>' }),
    "Qwen3's template teaches an empty thinking block before the answer": story({
      saved: `<think>\n\n</think>\n\n${label('safe')}`,
    }),
    "trl's own loss by its name": story({ values: { loss_type: 'chunked_nll', label_smoothing_factor: 0 } }),
  },
  fails: {
    'no training row comes out as trained': {
      given: story({ right: 0 }),
      finds: [
        {
          message: 'below',
          data: { exact: '0 of 20 outputs', tokens: 2, floor: '99.7 %', source: 'loss (0.0010)' },
        },
      ],
    },
    'every answer goes on behind the right one': {
      given: story({ behind: '<|im_end|>\nuser\nAnd now?' }),
      finds: [{ message: 'below', data: { exact: '0 of 20 outputs' } }],
    },
    'other spaces do not excuse answers that are wrong': {
      given: story({ right: 6, target: label('safe').replaceAll(':', ' : ') }),
      finds: [{ message: 'below', data: { exact: '0 of 20 outputs' } }],
    },
    'the token accuracy says it where the loss is not logged': {
      given: story({ right: 0, log: [{ mean_token_accuracy: 1 }] }),
      finds: [{ message: 'below', data: { floor: '100 %', source: 'token accuracy (100 %)' } }],
    },
  },
  unknown: {
    'the evaluation wrote the answers down with other spaces': story({ target: label('safe').replaceAll(':', ' : ') }),
    'the evaluation saved the class and not the answer': story({ saved: 'safe' }),
    'the target is the class and not the trained answer': story({ target: 'safe' }),
    'the limit left no room for the thinking block before the answer': story({
      right: 0,
      wrong: '```\n<think>\n```',
      target: 'B',
      finishReason: 'length',
      outputIds: Int32Array.of(),
    }),
    'the limit left no room for the target': story({ right: 0, wrong: '[', finishReason: 'length' }),
    'no training row was predicted': story({ right: 0, split: 'validation' }),
    'seven rows are too few': story({ right: 0, rows: 7 }),
    'the loss is too high to demand anything': story({ right: 0, log: [2.4, 1.2, 0.9] }),
    'the log is empty': story({ right: 0, log: [] }),
    'the last losses are not numbers': story({ right: 0, log: [2.4, Number.NaN] }),
  },
  notApplicable: {
    'label smoothing adds to the loss': story({ right: 0, values: { label_smoothing_factor: 0.1 } }),
    'dft scales the loss by the probability': story({ right: 0, values: { loss_type: 'dft' } }),
    'a preference loss says nothing about answers': story({ right: 0, values: { loss_type: 'sigmoid' } }),
  },
});
