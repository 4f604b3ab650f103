import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { cannotScore } from '../messages/cannot-score.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { pageOptions } from '../output/page-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { openData } from '../paths/open-data.ts';
import { openPath } from '../paths/open-path.ts';
import { optionWords } from '../paths/option-words.ts';
import { withProgress } from '../progress.ts';
import { refuse } from '../refuse.ts';
import { scoreTask, type TaskOptions } from '../score-task.ts';

export interface ScoreOptions extends TaskOptions, OutputOptions<(typeof formats.page)[number]> {
  readonly slices?: readonly string[];
  readonly data?: string;
}

/** `lockstep score [path]`: what the predictions are worth, every figure with its denominator. */
export async function score(io: ConsoleIo, path: string, options: ScoreOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'score', formats: formats.page });
  if (format === undefined) return 2;
  const [opened, data, task] = await Promise.all([openPath(path, true), openData(options.data), scoreTask(options)]);
  const words = ['score', path, ...optionWords('--data', options.data)];
  if (!opened.ok) return refuse(io, cannotOpen(opened.problem, words));
  if (!data.ok) return refuse(io, cannotOpen(data.problem, words));
  if (!task.ok) return refuse(io, cannotScore(path, { reason: task.problem.reason, about: 'task' }));
  const { scoreRun } = await import('../../score-run.ts');
  const report = await withProgress(io, `scoring ${path}`, () =>
    scoreRun(
      { ...opened.value, ...data.value },
      { task: task.value, columns: options.slices ?? [], samples: format === 'html' },
    ),
  );
  if (!report.ok) return refuse(io, cannotScore(path, report.problem));
  const { renderScores } = await import('../../render/score/render-scores.ts');
  const text = renderScores(report.value, format, pageOptions(io, options));
  return (await writeOutput(io, text, { out: options.out, noun: 'scores', command: 'score' })) ? 0 : 2;
}
