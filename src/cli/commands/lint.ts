import { failed, ok, type Result } from '../../lib/result.ts';
import type { LintRunOptions } from '../../lint-run/lint-run.ts';
import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { ScoreFormat } from '../../render/score/view-renderers.ts';
import type { DataReport } from '../../report/data-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatFor } from '../format-for.ts';
import type { lintLevels } from '../lint-levels.ts';
import { cannotLint } from '../messages/cannot-lint.ts';
import { openPath } from '../open-path.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { readCheckedRun } from '../read-checked-run.ts';
import { scoreTask, type TaskOptions } from '../score-task.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface LintCommandOptions extends TaskOptions {
  readonly eval?: string;
  readonly report?: string;
  readonly failOn: (typeof lintLevels)[number];
  readonly format?: ScoreFormat;
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
}

/** `lockstep lint [path]`: what the data can teach, and what in them is worth a look. */
export async function lint(io: ConsoleIo, path: string, options: LintCommandOptions): Promise<ExitCode> {
  const report = await linted(io, path, options);
  if (!report.ok) {
    printMessage(io, cannotLint(path, report.problem.reason));
    return 2;
  }
  const { renderData } = await import('../../render/data/render-data.ts');
  const format = formatFor(options.format, options.out);
  const text = renderData(report.value, format === 'sarif' ? 'json' : format, {
    width: terminalWidth(io, options.width),
    colour: options.out === undefined && usesColour(io, 'out', options.color),
    details: options.details ?? false,
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  if (options.out !== undefined) io.err(`written to ${escapeTerminal(options.out)}\n`);
  return exitCodeOf(report.value, options.failOn);
}

async function linted(io: ConsoleIo, path: string, options: LintCommandOptions): Promise<Result<DataReport>> {
  const opened = await openPath(path, true);
  if (!opened.ok) return opened;
  const run = await runOptions(options);
  if (!run.ok) return run;
  const { lintRun } = await import('../../lint-run/lint-run.ts');
  return withProgress(io, `reading ${path}`, () => lintRun(opened.value, run.value));
}

async function runOptions(options: LintCommandOptions): Promise<Result<LintRunOptions>> {
  const task = await scoreTask(options);
  if (!task.ok) return task;
  const evaluation = options.eval === undefined ? ok(undefined) : await openPath(options.eval, true);
  if (!evaluation.ok) return failed(evaluation.problem.reason);
  const checked = options.report === undefined ? ok(undefined) : await readCheckedRun(options.report);
  if (!checked.ok) return checked;
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
