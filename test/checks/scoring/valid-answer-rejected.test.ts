import check from '../../../src/checks/scoring/valid-answer-rejected.ts';
import type { Prediction } from '../../../src/evidence/predictions.ts';
import type { Task } from '../../../src/scoring/task.ts';
import { fenced, label, many, open, safety, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions } from '../../support/evidence-builders.ts';

const given = (row: (at: number) => Partial<Prediction>, task: Task = safety, count = 20) =>
  scored(predictions(many('row', count, (at) => ({ gold: name(at), ...row(at) }))), task);
const name = (at: number) => (at % 2 === 0 ? 'safe' : 'unsafe');
const other = (at: number) => (at % 2 === 0 ? 'unsafe' : 'safe');

checkTester(check, {
  passes: {
    'bare JSON is read': given((at) => ({ output: label(name(at)), prediction: name(at) })),
    'a lenient evaluator reads fenced JSON': given((at) => ({ output: fenced(label(name(at))), prediction: name(at) })),
    'failures that hold a wrong answer are failures': given((at) => ({
      output: fenced(label(other(at))),
      prediction: 'PARSE_FAIL',
    })),
    'five rejected answers may be chance': given((at) => ({
      output: fenced(label(name(at))),
      prediction: at < 5 ? 'PARSE_FAIL' : name(at),
    })),
    'two ways to read the same prose differ in both directions': given((at) => ({
      output: `Label: ${at < 7 ? label(name(at)) : label(other(at))}.`,
      prediction: at < 7 ? other(at) : name(at),
    })),
    'text that runs on behind the answer is the fault of decoding': given((at) => ({
      output: `${label(name(at))}\nuser\nWhat next?`,
      prediction: 'PARSE_FAIL',
    })),
  },
  fails: {
    'right answers in a fence are recorded as failures': {
      given: given((at) => ({ output: fenced(label(name(at))), prediction: at < 10 ? 'PARSE_FAIL' : name(at) })),
      finds: [
        {
          message: 'rejected',
          data: {
            outputs: '10 of 20 outputs (50 %)',
            rung: 'inside a code fence',
            recorded: '50.0 %',
            honest: '100.0 %',
          },
        },
      ],
    },
    'six of them cannot be chance': {
      given: given((at) => ({ output: fenced(label(name(at))), prediction: at < 6 ? 'PARSE_FAIL' : name(at) })),
      finds: [{ message: 'rejected', data: { outputs: '6 of 20 outputs (30 %)' } }],
    },
  },
  unknown: {
    'no gold value': given((at) => ({ output: fenced(label(name(at))), prediction: 'PARSE_FAIL', gold: null })),
    'no recorded prediction': given((at) => ({ output: fenced(label(name(at))) })),
  },
  notApplicable: {
    'an open answer was not parsed at all': given((at) => ({ output: name(at), prediction: null }), open),
    'a number in words of its own': given((at) => ({ output: `${at}.50`, gold: at + 0.5, prediction: at + 0.5 }), open),
  },
});
