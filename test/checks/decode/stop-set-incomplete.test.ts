import check from '../../../src/checks/decode/stop-set-incomplete.ts';
import { rowsEndingWith } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const END = 151645;
const OTHER = 151643;
const generation = (eosTokenIds?: readonly number[]) => ({
  path: 'inference/generation.json',
  ...(eosTokenIds && { eosTokenIds }),
});

checkTester(check, {
  passes: {
    'decoding stops at the trained token': { generation: generation([END]), trainedRows: rowsEndingWith([END, END]) },
    'it stops at others as well': { generation: generation([OTHER, END]), trainedRows: rowsEndingWith([END, END]) },
    'a few rows end in another way': {
      generation: generation([END]),
      trainedRows: rowsEndingWith([OTHER, END, END, undefined]),
    },
  },
  fails: {
    'decoding stops at another token only': {
      given: { generation: generation([OTHER]), trainedRows: rowsEndingWith([END, END]) },
      finds: [{ message: 'missing', data: { token: '151645', stops: '151643' } }],
    },
    'decoding stops at no token': {
      given: { generation: generation([]), trainedRows: rowsEndingWith([END, END]) },
      finds: [{ message: 'missing', data: { stops: 'no token at all' } }],
    },
  },
  unknown: {
    'the settings do not say where decoding stops': {
      generation: generation(),
      trainedRows: rowsEndingWith([END, END]),
    },
    'no training row shows how an answer ends': {
      generation: generation([OTHER]),
      trainedRows: rowsEndingWith([undefined]),
    },
  },
});
