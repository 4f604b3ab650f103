import { compareLocks } from '../../lock/compare-locks.ts';
import { type ComparedOptions, comparedText } from '../compared-text.ts';
import type { ConsoleIo } from '../console-io.ts';
import { drawSideReport } from '../diff-page.ts';
import { differenceExitCode } from '../difference-exit-code.ts';
import type { ExitCode, FailOn } from '../exit-code.ts';
import { drawLockDifferences } from '../lock-differences-page.ts';
import { cannotCompare } from '../messages/cannot-compare.ts';
import { openPath } from '../open-path.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { readLock } from '../read-lock.ts';
import { sideWeights } from '../side-weights.ts';
import { writeOutput } from '../write-output.ts';

export interface DiffOptions extends ComparedOptions {
  readonly failOn: FailOn;
  readonly allowOutside?: boolean;
}

/** `lockstep diff <left> [right]`: two sides, two locks, or one run with everything in its folder that is sent. */
export async function diff(
  io: ConsoleIo,
  [left, right]: readonly [string, string | undefined],
  options: DiffOptions,
): Promise<ExitCode> {
  if (isLock(left) && right !== undefined && isLock(right)) return diffLocks(io, [left, right], options);
  const paths = right === undefined ? [left] : [left, right];
  const opened = await Promise.all(paths.map((path) => openPath(path, options.allowOutside ?? false)));
  const wrong = opened.find((one) => !one.ok);
  if (wrong !== undefined && !wrong.ok) return refused(io, wrong.problem.reason);
  const [one, other] = opened.flatMap((each) => (each.ok ? [each.value] : []));
  if (one === undefined) return 2;
  if (other === undefined && one.file !== undefined)
    return refused(io, `${left} is a file, so a second side is needed`);
  const { diffPlaces, diffRun } = await import('../../diff-run.ts');
  const reports = await withProgress(io, `comparing ${paths.join(' and ')}`, () =>
    other === undefined ? diffRun(one.files) : diffPlaces(one, other),
  );
  if (!reports.ok)
    return refused(io, other === undefined ? `${left}: ${reports.problem.reason}` : reports.problem.reason);
  const text = comparedText(io, options, {
    json: { schema: 'lockstep-diff/1', reports: reports.value },
    draw: (page) => {
      for (const report of reports.value) drawSideReport(page, report);
    },
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  return differenceExitCode(reports.value.flatMap(sideWeights), options.failOn);
}

async function diffLocks(
  io: ConsoleIo,
  [left, right]: readonly [string, string],
  options: DiffOptions,
): Promise<ExitCode> {
  const [before, after] = [await readLock(io, left), await readLock(io, right)];
  if (before === undefined || after === undefined) return 2;
  const differences = compareLocks(before, after);
  const text = comparedText(io, options, {
    json: { schema: 'lockstep-lock-diff/1', before: left, after: right, differences },
    draw: (page) => drawLockDifferences(page, differences, left),
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  return differenceExitCode(differences, options.failOn);
}

function refused(io: ConsoleIo, reason: string): ExitCode {
  printMessage(io, cannotCompare(reason));
  return 2;
}

function isLock(path: string): boolean {
  return path.endsWith('.lock');
}
