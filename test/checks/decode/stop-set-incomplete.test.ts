import check from '../../../src/checks/decode/stop-set-incomplete.ts';
import { rowsEndingWith } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const END = 151645;
const OTHER = 151643;
const generation = (eosTokenIds?: readonly number[]) => ({
  path: 'inference/generation.json',
  ...(eosTokenIds && { eosTokenIds }),
});

const answered = (outputIds: readonly number[], finishReason: string) => ({
  path: 'predictions.jsonl',
  total: 1,
  damage: [],
  rows: [{ id: 'a', line: 1, output: 'safe', outputCut: false, outputIds: Int32Array.from(outputIds), finishReason }],
});
const runsOn = answered([5, END, 7, 8], 'length');

checkTester(check, {
  passes: {
    'decoding stops at the trained token': {
      generation: generation([END]),
      predictions: runsOn,
      trainedRows: rowsEndingWith([END, END]),
    },
    'it stops at others as well': {
      generation: generation([OTHER, END]),
      predictions: runsOn,
      trainedRows: rowsEndingWith([END, END]),
    },
    'the server stops at it all the same': {
      generation: generation([OTHER]),
      predictions: answered([5, 6, END], 'stop'),
      trainedRows: rowsEndingWith([END, END]),
    },
    'a few rows end in another way': {
      generation: generation([END]),
      predictions: runsOn,
      trainedRows: rowsEndingWith([OTHER, END, END, undefined]),
    },
  },
  fails: {
    'decoding stops at another token only': {
      given: { generation: generation([OTHER]), predictions: runsOn, trainedRows: rowsEndingWith([END, END]) },
      finds: [{ message: 'missing', data: { token: '151645', stops: '151643' } }],
    },
    'decoding stops at no token': {
      given: { generation: generation([]), predictions: runsOn, trainedRows: rowsEndingWith([END, END]) },
      finds: [{ message: 'missing', data: { stops: 'no token at all' } }],
    },
  },
  unknown: {
    'the settings do not say where decoding stops': {
      generation: generation(),
      predictions: runsOn,
      trainedRows: rowsEndingWith([END, END]),
    },
    'no training row shows how an answer ends': {
      generation: generation([OTHER]),
      predictions: runsOn,
      trainedRows: rowsEndingWith([undefined]),
    },
  },
});
