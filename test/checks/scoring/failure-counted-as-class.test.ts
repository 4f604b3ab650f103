import check from '../../../src/checks/scoring/failure-counted-as-class.ts';
import type { Prediction } from '../../../src/evidence/predictions.ts';
import { fenced, invoice, label, many, safety, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions } from '../../support/evidence-builders.ts';

const given = (row: (at: number) => Partial<Prediction>, count = 20, task = safety) =>
  scored(predictions(many('row', count, row)), task);
const name = (at: number) => (at % 2 === 0 ? 'safe' : 'unsafe');

checkTester(check, {
  passes: {
    'every output is bare JSON': given((at) => ({ output: label(name(at)), prediction: name(at) })),
    'outputs in a fence are recorded as failures': given((at) => ({
      output: fenced(label(name(at))),
      prediction: 'PARSE_FAIL',
    })),
    'a lenient evaluator reads the fences': given((at) => ({
      output: fenced(label(name(at))),
      prediction: name(at),
    })),
    'a lenient evaluator reads the fences, and only one class was asked for': given(() => ({
      output: fenced(label('safe')),
      prediction: 'safe',
    })),
    'it also reads two answers that a strict rule leaves open, because they say the class': given((at) => ({
      output: at < 2 ? 'It is safe although it looks unsafe.' : fenced(label('safe')),
      prediction: 'safe',
    })),
    'five such answers that all name the class': given((at) => ({
      output: at < 5 ? '{"label": "safe", "note": ' : fenced(label('safe')),
      prediction: 'safe',
    })),
    'two answers without a class are a slip beside eighteen that are read well': given((at) => ({
      output: at < 2 ? 'I cannot see it.' : fenced(label('safe')),
      prediction: 'safe',
    })),
    'four failures are too few to call it a default': given(
      (at) => ({ output: at < 4 ? 'no idea' : label('unsafe'), prediction: 'unsafe' }),
      20,
    ),
  },
  fails: {
    'outputs in a fence are all recorded as one class': {
      given: given((at) => ({ output: fenced(label(name(at))), prediction: 'unsafe' })),
      finds: [
        {
          message: 'fallback',
          data: { failures: '20 of 20 outputs', class: 'unsafe', contradicted: 10 },
        },
      ],
    },
    'prose without any class is recorded as a class': {
      given: given((at) => ({ output: at < 6 ? 'I cannot see the picture.' : label('safe'), prediction: 'safe' })),
      finds: [{ message: 'fallback', data: { failures: '6 of 6 outputs', class: 'safe', contradicted: 6 } }],
    },
  },
  unknown: { 'the evaluator recorded nothing': given((at) => ({ output: fenced(label(name(at))) })) },
  notApplicable: {
    'the task is an extraction': given(() => ({ output: 'no idea', prediction: 'safe' }), 20, invoice),
  },
});
