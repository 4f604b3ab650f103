import check from '../../../src/checks/labels/answer-absent.ts';
import { checkTester } from '../../support/check-tester.ts';
import {
  dataRow,
  dataSet,
  type Part,
  textRow,
  times,
  trainedRow,
  trainedRows,
} from '../../support/evidence-builders.ts';

const open: Part = ['template', '<|im_start|>user\n'];
const header: Part = ['template', '<|im_end|>\n<|im_start|>assistant\n'];
const question: Part = ['prompt', 'Is it safe?'];
const whole = trainedRow([open, question, header, ['answer', 'yes'], ['end-of-turn', '<|im_end|>']]);
const noAnswer = trainedRow([open, question, header], { absentAnswer: 'yes' });
const noUser = trainedRow([header, ['answer', 'yes'], ['end-of-turn', '<|im_end|>']], { absentRoles: ['human'] });
const noSystem = trainedRow([open, question, header, ['answer', 'no']], { absentRoles: ['system'] });
const boilerplate = trainedRow([header], { dataRow: null, located: 'none' });
const others = ['One.', 'Two.', 'Three.', 'Four.'].map((text) =>
  trainedRow([['template', text]], { dataRow: null, located: 'none' }),
);
const trainData = dataSet([
  dataRow(
    [
      ['human', 'Is it safe?'],
      ['gpt', 'yes'],
    ],
    { shape: 'sharegpt' },
  ),
]);
const alpaca = (instructions: readonly string[]) =>
  dataSet(
    instructions.map((instruction, at) =>
      dataRow(
        [
          ['instruction', instruction],
          ['input', `Ladder ${at}`],
          ['output', 'yes'],
        ],
        { shape: 'instruction' },
      ),
    ),
  );
const noInstruction = trainedRow([open, question, header, ['answer', 'yes'], ['end-of-turn', '<|im_end|>']], {
  absentRoles: ['instruction'],
});

checkTester(check, {
  passes: {
    'question and answer are in every row': { trainedRows: trainedRows(times(4, whole)), trainData },
    'a template without a system turn leaves only that out': {
      trainedRows: trainedRows(times(4, noSystem)),
      trainData,
    },
    'an instruction that is the same in every row was put in other words': {
      trainedRows: trainedRows(times(4, noInstruction)),
      trainData: alpaca(['Classify.', 'Classify.']),
    },
    'one odd row among forty': { trainedRows: trainedRows([...times(39, whole), noAnswer]), trainData },
  },
  fails: {
    'the template skips the roles of the answers': {
      given: { trainedRows: trainedRows(times(4, noAnswer)), trainData },
      finds: [{ message: 'answer', data: { rows: '4 of 4 recognised rows', roles: 'human, gpt' } }],
    },
    'the template skips the role of the questions': {
      given: { trainedRows: trainedRows([...times(2, whole), ...times(2, noUser)]), trainData },
      finds: [{ message: 'user', data: { rows: '2 of 4 recognised rows (50 %)' } }],
    },
    'the instructions differ, and none of them was rendered': {
      given: {
        trainedRows: trainedRows(times(4, noInstruction)),
        trainData: alpaca(['Is it safe?', 'How high is it?']),
      },
      finds: [{ message: 'user', data: { rows: '4 of 4 recognised rows' } }],
    },
    'the template skips everything, so that all rows are the same boilerplate': {
      given: { trainedRows: trainedRows(times(4, boilerplate)), trainData },
      finds: [{ message: 'nothing', data: { rows: 4, path: 'train.jsonl', roles: 'human, gpt' } }],
    },
  },
  unknown: {
    'the captured rows say other things: another file was trained on': { trainedRows: trainedRows(others), trainData },
    'the rows may be in the part of the file that was not read': {
      trainedRows: trainedRows(times(4, boilerplate)),
      trainData: { ...trainData, total: 90_000 },
    },
    'too few captured rows': { trainedRows: trainedRows(times(2, boilerplate)), trainData },
  },
  notApplicable: {
    'the data is rendered text': {
      trainedRows: trainedRows(times(4, whole)),
      trainData: dataSet([textRow('### Response: yes')]),
    },
  },
});
