import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { ScoreFormat } from '../../render/score/view-renderers.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatFor } from '../format-for.ts';
import { cannotScore } from '../messages/cannot-score.ts';
import { openPath } from '../open-path.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { scoreTask, type TaskOptions } from '../score-task.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface ScoreOptions extends TaskOptions {
  readonly slices?: readonly string[];
  readonly format?: ScoreFormat;
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
}

/** `lockstep score [path]`: what the predictions are worth, every figure with its denominator. */
export async function score(io: ConsoleIo, path: string, options: ScoreOptions): Promise<ExitCode> {
  const [opened, task] = await Promise.all([openPath(path, true), scoreTask(options)]);
  const problem = opened.ok ? (task.ok ? undefined : task.problem.reason) : opened.problem.reason;
  if (!opened.ok || !task.ok) {
    printMessage(io, cannotScore(path, problem ?? ''));
    return 2;
  }
  const { scoreRun } = await import('../../score-run.ts');
  const report = await withProgress(io, `scoring ${path}`, () =>
    scoreRun(opened.value, { task: task.value, columns: options.slices ?? [] }),
  );
  if (!report.ok) {
    printMessage(io, cannotScore(path, report.problem.reason));
    return 2;
  }
  const { renderScores } = await import('../../render/score/render-scores.ts');
  const format = formatFor(options.format, options.out);
  const text = renderScores(report.value, format === 'sarif' ? 'json' : format, {
    width: terminalWidth(io, options.width),
    colour: options.out === undefined && usesColour(io, 'out', options.color),
    details: options.details ?? false,
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  if (options.out !== undefined) io.err(`scores written to ${escapeTerminal(options.out)}\n`);
  return 0;
}
