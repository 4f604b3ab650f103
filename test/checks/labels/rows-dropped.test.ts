import check from '../../../src/checks/labels/rows-dropped.ts';
import { checkTester } from '../../support/check-tester.ts';
import { capture, settings } from '../../support/evidence-builders.ts';

const counts = (datasetRows: number, trainedRows: number) =>
  capture([[[1, 2]]], { datasetRows, trainedRows, metaPath: 'capture/capture.json' });
const trainingSettings = settings({ max_length: 512, packing: false });

checkTester(check, {
  passes: {
    'as many rows trained as given': { capture: counts(64, 64), trainingSettings },
    'a few rows too long for their answer to fit': { capture: counts(64, 61), trainingSettings },
    'rows that were split into more': { capture: counts(64, 80), trainingSettings },
  },
  fails: {
    'rows too long for their answer to fit are gone': {
      given: { capture: counts(64, 48), trainingSettings },
      finds: [
        { message: 'dropped', data: { given: 64, trained: 48, dropped: '16 of 64 rows (25 %)', maxLength: '512' } },
      ],
    },
    'the limit is not on record': {
      given: { capture: counts(64, 60), trainingSettings: settings() },
      finds: [{ message: 'dropped', data: { dropped: '4 of 64 rows (6.3 %)', maxLength: 'not recorded' } }],
    },
  },
  unknown: { 'the capture does not count rows': { capture: capture([[[1, 2]]]), trainingSettings } },
  notApplicable: {
    'packing joins rows': { capture: counts(64, 12), trainingSettings: settings({ packing: true }) },
  },
});
