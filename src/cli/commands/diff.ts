import type { SideReport } from '../../diff/side-report.ts';
import type { Result } from '../../lib/result.ts';
import { compareLocks } from '../../lock/compare-locks.ts';
import type { Page } from '../../render/terminal/page.ts';
import type { ConsoleIo } from '../console-io.ts';
import { differenceExitCode } from '../difference-exit-code.ts';
import type { ExitCode, FailOn } from '../exit-code.ts';
import { cannotCompare } from '../messages/cannot-compare.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { needsSecondSide } from '../messages/needs-second-side.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { comparedText } from '../output/compared-text.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { drawSideReport } from '../pages/diff-page.ts';
import { drawLockDifferences } from '../pages/lock-differences-page.ts';
import { sideWeights } from '../pages/side-weights.ts';
import { openPath } from '../paths/open-path.ts';
import { withProgress } from '../progress.ts';
import { readLock } from '../read-lock.ts';
import { refuse } from '../refuse.ts';
import { refused } from '../refused.ts';
import type { UserMessage } from '../user-message.ts';

type DiffFormat = (typeof formats.comparison)[number];

export interface DiffOptions extends OutputOptions<DiffFormat> {
  readonly failOn: FailOn;
  readonly allowOutside?: boolean;
}

type Sides = readonly [left: string, right: string | undefined];
type Chosen = DiffOptions & { readonly format: DiffFormat };
type Weights = Parameters<typeof differenceExitCode>[0];

/** `lockstep diff <left> [right]`: two sides, two locks, or one run with everything in its folder that is sent. */
export async function diff(io: ConsoleIo, [left, right]: Sides, options: DiffOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'diff', formats: formats.comparison });
  if (format === undefined) return 2;
  const chosen = { ...options, format };
  if (isLock(left) && right !== undefined && isLock(right)) return diffLocks(io, [left, right], chosen);
  const reports = await compared(io, [left, right], options.allowOutside ?? false);
  if (!reports.ok) return refuse(io, reports.problem);
  const content = {
    json: { schema: 'lockstep-diff/1', reports: reports.value },
    draw: (page: Page) => {
      for (const report of reports.value) drawSideReport(page, report);
    },
  };
  return deliver(io, { ...content, weights: reports.value.flatMap(sideWeights) }, chosen);
}

async function compared(
  io: ConsoleIo,
  [left, right]: Sides,
  allowOutside: boolean,
): Promise<Result<readonly SideReport[], UserMessage>> {
  const paths = right === undefined ? [left] : [left, right];
  const [one, other] = await Promise.all([
    openPath(left, allowOutside),
    right === undefined ? undefined : openPath(right, allowOutside),
  ]);
  if (!one.ok) return refused(cannotOpen(one.problem, ['diff', ...paths]));
  if (other?.ok === false) return refused(cannotOpen(other.problem, ['diff', ...paths]));
  if (other === undefined && one.value.file !== undefined)
    return refused(needsSecondSide(left, `${left} is a file, so a second side is needed`));
  const { diffPlaces, diffRun } = await import('../../diff-run.ts');
  const reports = await withProgress(io, `comparing ${paths.join(' and ')}`, () =>
    other === undefined ? diffRun(one.value.files) : diffPlaces(one.value, other.value),
  );
  if (reports.ok) return reports;
  const { reason } = reports.problem;
  return refused(other === undefined ? needsSecondSide(left, `${left} ${reason}`) : cannotCompare(reason));
}

async function diffLocks(io: ConsoleIo, [left, right]: readonly [string, string], options: Chosen): Promise<ExitCode> {
  const [before, after] = [await readLock(io, left), await readLock(io, right)];
  if (before === undefined || after === undefined) return 2;
  const differences = compareLocks(before, after);
  const content = {
    json: { schema: 'lockstep-lock-diff/1', before: left, after: right, differences },
    draw: (page: Page) => drawLockDifferences(page, differences, left),
  };
  return deliver(io, { ...content, weights: differences }, options);
}

async function deliver(
  io: ConsoleIo,
  { weights, ...content }: Parameters<typeof comparedText>[2] & { readonly weights: Weights },
  options: Chosen,
): Promise<ExitCode> {
  const text = comparedText(io, options, content);
  if (!(await writeOutput(io, text, { out: options.out, noun: 'report', command: 'diff' }))) return 2;
  return differenceExitCode(weights, options.failOn);
}

function isLock(path: string): boolean {
  return path.endsWith('.lock');
}
