import check from '../../../src/checks/scoring/valid-answer-rejected.ts';
import type { Prediction } from '../../../src/evidence/predictions.ts';
import type { Task } from '../../../src/scoring/task.ts';
import { fenced, label, many, open, safety, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions } from '../../support/evidence-builders.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';

const given = (row: (at: number) => Partial<Prediction>, task: Task = safety, count = 20) =>
  scored(predictions(many('row', count, (at) => ({ gold: name(at), ...row(at) }))), task);
const name = (at: number) => (at % 2 === 0 ? 'safe' : 'unsafe');
const other = (at: number) => (at % 2 === 0 ? 'unsafe' : 'safe');

const words: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const said = (at: number) => `Label: ${name(at)}, which is what the picture shows.`;
const remark = (at: number, finishReason: string): Partial<Prediction> => ({
  output: said(at),
  target: `Label: ${name(at)}`,
  finishReason,
  prediction: 'PARSE_FAIL',
});
const ids = (at: number) => Int32Array.from(evidenceTokenizer().tokenizer.encode(said(at)).ids);

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
    'an answer with text behind it up to the length limit was not ended': given((at) => remark(at, 'length'), words),
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
    'fenced answers are null one and all: the parser takes no fence': {
      given: given((at) => ({ output: fenced(label(name(at))), prediction: null })),
      finds: [{ message: 'rejected', data: { recorded: '0.0 %' } }],
    },
    'bare answers are null while others were read': {
      given: given((at) => ({ output: label(name(at)), prediction: at < 10 ? null : name(at) })),
      finds: [{ message: 'rejected', data: { outputs: '10 of 20 outputs (50 %)', rung: 'as a bare answer' } }],
    },
    'an answer with a remark behind it, which ended by itself': {
      given: given((at) => remark(at, 'stop'), words),
      finds: [{ message: 'rejected', data: { outputs: '20 of 20 outputs' } }],
    },
    'right answers among text that was not trained, in outputs that are mostly wrong': {
      given: {
        ...given((at) => ({ ...remark(at, 'stop'), gold: at < 8 ? name(at) : other(at), outputIds: ids(at) }), words),
        tokenizer: evidenceTokenizer(),
      },
      finds: [{ message: 'untaught', data: { outputs: '8 of 20 outputs (40 %)', honest: '40.0 %' } }],
    },
    'such answers where no tokenizer reads what was generated': {
      given: given((at) => ({ ...remark(at, 'stop'), gold: at < 8 ? name(at) : other(at), outputIds: ids(at) }), words),
      finds: [{ message: 'untaught' }],
    },
    'six of them cannot be chance': {
      given: given((at) => ({ output: fenced(label(name(at))), prediction: at < 6 ? 'PARSE_FAIL' : name(at) })),
      finds: [{ message: 'rejected', data: { outputs: '6 of 20 outputs (30 %)' } }],
    },
  },
  unknown: {
    'no gold value': given((at) => ({ output: fenced(label(name(at))), prediction: 'PARSE_FAIL', gold: null })),
    'fenced answers as the data has them are null one and all': given((at) => ({
      output: fenced(label(name(at))),
      target: fenced(label(name(at))),
      prediction: null,
    })),
    'bare answers are null one and all: nobody filled the key in': given((at) => ({
      output: label(name(at)),
      prediction: null,
    })),
    'no recorded prediction': given((at) => ({ output: fenced(label(name(at))) })),
  },
  notApplicable: {
    'an open answer was not parsed at all': given((at) => ({ output: name(at), prediction: null }), open),
    'a number in words of its own': given((at) => ({ output: `${at}.50`, gold: at + 0.5, prediction: at + 0.5 }), open),
  },
});
