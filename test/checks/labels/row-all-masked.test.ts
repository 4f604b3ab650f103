import check from '../../../src/checks/labels/row-all-masked.ts';
import { checkTester } from '../../support/check-tester.ts';
import { times, trainedRow, trainedRows } from '../../support/evidence-builders.ts';

const taught = trainedRow([
  ['prompt', 'Is it safe?'],
  ['answer', 'yes'],
]);
const masked = trainedRow([
  ['prompt', 'Is it safe?'],
  ['answer', 'yes', 'no loss'],
]);
const onlyFirstLabel = trainedRow([
  ['prompt', 'Is', 'loss'],
  ['prompt', ' it safe?'],
]);

checkTester(check, {
  passes: {
    'every row has loss': { trainedRows: trainedRows(times(20, taught)) },
    'one row of forty was cut before its answer': { trainedRows: trainedRows([...times(39, taught), masked]) },
  },
  fails: {
    'no row has loss': {
      given: { trainedRows: trainedRows(times(20, masked)) },
      finds: [{ message: 'masked', data: { rows: '20 of 20 captured rows' } }],
    },
    'the label of the first token is never used': {
      given: { trainedRows: trainedRows([taught, onlyFirstLabel]) },
      finds: [{ message: 'masked', data: { rows: '1 of 2 captured rows (50 %)' } }],
    },
  },
});
