import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { brokenReport, healthyReport } from '../support/sample-report.ts';

const broken = { ...brokenReport, checks: brokenReport.checks.filter((check) => check.outcome !== 'crashed') };
const unknown = {
  ...healthyReport,
  clauses: healthyReport.clauses.map((clause, index) =>
    index === 0 ? { ...clause, state: 'unknown' as const } : clause,
  ),
};
const warned = { ...healthyReport, checks: broken.checks.filter((check) => check.severity === 'warning') };
const noted = { ...healthyReport, checks: broken.checks.filter((check) => check.severity === 'note') };

test.each([
  ['broken clause', broken, [1, 1, 1, 0]],
  ['unknown clause', unknown, [0, 1, 1, 0]],
  ['failed warning', warned, [0, 0, 1, 0]],
  ['failed note', noted, [0, 0, 0, 0]],
  ['healthy', healthyReport, [0, 0, 0, 0]],
  ['crashed check', brokenReport, [2, 2, 2, 2]],
] as const)('%s', (_, report, codes) => {
  expect((['broken', 'unknown', 'warning', 'never'] as const).map((level) => exitCodeOf(report, level))).toEqual(codes);
});
