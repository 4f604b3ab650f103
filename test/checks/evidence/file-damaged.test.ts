import check from '../../../src/checks/evidence/file-damaged.ts';
import { checkTester } from '../../support/check-tester.ts';
import { layout } from '../../support/evidence-builders.ts';

const line = { path: 'predictions.jsonl', line: 7, reason: 'not JSON' };

checkTester(check, {
  passes: { 'everything could be read': { layout: layout() } },
  fails: {
    'one line of one file': {
      given: { layout: layout({ damage: [line] }) },
      finds: [{ message: 'damaged', data: { count: 1, files: 1, first: 'predictions.jsonl, line 7: not JSON' } }],
    },
    'a whole file, and lines of another': {
      given: {
        layout: layout({ damage: [{ path: 'run/training_args.bin', reason: 'cut' }, line, { ...line, line: 9 }] }),
      },
      finds: [{ message: 'damaged', data: { count: 3, files: 2, first: 'run/training_args.bin: cut' } }],
    },
  },
});
