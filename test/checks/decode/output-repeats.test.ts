import decodeOutputRepeats from '../../../src/checks/decode/output-repeats.ts';
import { checkTester } from '../../support/check-tester.ts';

const predictions = (rows: readonly { output: string; target?: string }[]) => ({
  predictions: {
    path: 'predictions.jsonl',
    total: rows.length,
    damage: [],
    rows: rows.map((row, i) => ({ id: `p${i}`, line: i + 1, outputCut: false, ...row })),
  },
});

const loop = `It is safe. ${'unsafe"}]'.repeat(12)}`;

checkTester(decodeOutputRepeats, {
  passes: {
    'answers end': predictions([{ output: 'safe' }, { output: '[{"id":"0","label":"unsafe"}]' }]),
    'the target is a row of zeros too': predictions([{ output: '0,'.repeat(30), target: '0,'.repeat(40) }]),
    'one output of many loops': predictions([
      { output: loop },
      ...Array.from({ length: 30 }, () => ({ output: 'safe' })),
    ]),
  },
  fails: {
    'the model does not know how to stop': {
      given: predictions([{ output: loop }, { output: 'safe' }]),
      finds: [{ message: 'loops', data: { turn: 'unsafe"}]', turns: 12 } }],
    },
  },
  unknown: { 'nothing was generated': predictions([{ output: '' }]) },
});
