import { ok, type Result } from '../../lib/result.ts';
import type { LintRunOptions } from '../../lint-run/lint-run.ts';
import type { DataReport } from '../../report/data-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import type { lintLevels } from '../lint-levels.ts';
import { cannotLint } from '../messages/cannot-lint.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { pageOptions } from '../output/page-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { openPath } from '../paths/open-path.ts';
import { withProgress } from '../progress.ts';
import { readCheckedRun } from '../read-checked-run.ts';
import { refuse } from '../refuse.ts';
import { refused } from '../refused.ts';
import { scoreTask, type TaskOptions } from '../score-task.ts';
import type { UserMessage } from '../user-message.ts';

export interface LintCommandOptions extends TaskOptions, OutputOptions<(typeof formats.page)[number]> {
  readonly eval?: string;
  readonly report?: string;
  readonly failOn: (typeof lintLevels)[number];
}

/** `lockstep lint [path]`: what the data can teach, and what in them is worth a look. */
export async function lint(io: ConsoleIo, path: string, options: LintCommandOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'lint', formats: formats.page });
  if (format === undefined) return 2;
  const report = await linted(io, path, options);
  if (!report.ok) return refuse(io, report.problem);
  const { renderData } = await import('../../render/data/render-data.ts');
  const text = renderData(report.value, format, pageOptions(io, options));
  if (!(await writeOutput(io, text, { out: options.out, noun: 'report', command: 'lint' }))) return 2;
  return exitCodeOf(report.value, options.failOn);
}

type Read<T> = Promise<Result<T, UserMessage>>;

async function linted(io: ConsoleIo, path: string, options: LintCommandOptions): Read<DataReport> {
  const opened = await openPath(path, true);
  if (!opened.ok) return refused(cannotOpen(opened.problem, ['lint', path]));
  const run = await runOptions(path, options);
  if (!run.ok) return run;
  const { lintRun } = await import('../../lint-run/lint-run.ts');
  const report = await withProgress(io, `reading ${path}`, () => lintRun(opened.value, run.value));
  return report.ok ? report : refused(cannotLint(path, { about: 'data', reason: report.problem.reason }));
}

async function runOptions(path: string, options: LintCommandOptions): Read<LintRunOptions> {
  const task = await scoreTask(options);
  if (!task.ok) return refused(cannotLint(path, { about: 'task', reason: task.problem.reason }));
  const evaluation = options.eval === undefined ? ok(undefined) : await openPath(options.eval, true);
  if (!evaluation.ok) return refused(cannotOpen(evaluation.problem, ['lint', path, '--eval', evaluation.problem.path]));
  const checked = options.report === undefined ? ok(undefined) : await readCheckedRun(options.report);
  if (!checked.ok) return refused(cannotLint(path, { about: 'report', reason: checked.problem.reason }));
  return ok({
    task: task.value,
    ...(evaluation.value === undefined ? {} : { evaluation: evaluation.value }),
    ...(checked.value === undefined ? {} : { checked: checked.value }),
  });
}

function exitCodeOf({ findings }: DataReport, failOn: LintCommandOptions['failOn']): ExitCode {
  const levels: readonly string[] = { error: ['error'], warning: ['error', 'warning'], never: [] }[failOn];
  return findings.some(({ level }) => levels.includes(level)) ? 1 : 0;
}
