import type { Result } from '../../lib/result.ts';
import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { ScoreFormat } from '../../render/score/view-renderers.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatFor } from '../format-for.ts';
import { cannotScore, type ScoreObstacle } from '../messages/cannot-score.ts';
import { openData } from '../open-data.ts';
import { openPath } from '../open-path.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { scoreTask, type TaskOptions } from '../score-task.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface ScoreOptions extends TaskOptions {
  readonly slices?: readonly string[];
  readonly data?: string;
  readonly format?: ScoreFormat;
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
}

/** `lockstep score [path]`: what the predictions are worth, every figure with its denominator. */
export async function score(io: ConsoleIo, path: string, options: ScoreOptions): Promise<ExitCode> {
  const [opened, task, data] = await Promise.all([openPath(path, true), scoreTask(options), openData(options.data)]);
  const obstacle = obstacleOf(opened, 'predictions') ?? obstacleOf(data, 'predictions') ?? obstacleOf(task, 'task');
  if (!opened.ok || !task.ok || !data.ok) {
    if (obstacle !== undefined) printMessage(io, cannotScore(path, obstacle));
    return 2;
  }
  const format = formatFor(options.format, options.out);
  const { scoreRun } = await import('../../score-run.ts');
  const report = await withProgress(io, `scoring ${path}`, () =>
    scoreRun(
      { ...opened.value, ...data.value },
      { task: task.value, columns: options.slices ?? [], samples: format === 'html' },
    ),
  );
  if (!report.ok) {
    printMessage(io, cannotScore(path, report.problem));
    return 2;
  }
  const { renderScores } = await import('../../render/score/render-scores.ts');
  const text = renderScores(report.value, format === 'sarif' ? 'json' : format, {
    width: terminalWidth(io, options.width),
    colour: options.out === undefined && usesColour(io, 'out', options.color),
    details: options.details ?? false,
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  if (options.out !== undefined) io.err(`scores written to ${escapeTerminal(options.out)}\n`);
  return 0;
}

function obstacleOf(read: Result<unknown>, about: ScoreObstacle['about']): ScoreObstacle | undefined {
  return read.ok ? undefined : { reason: read.problem.reason, about };
}
