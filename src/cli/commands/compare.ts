import type { CompareAnswersOptions } from '../../compare-answers.ts';
import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { ScoreFormat } from '../../render/score/view-renderers.ts';
import type { ComparisonReport } from '../../report/comparison-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatFor } from '../format-for.ts';
import { cannotCompareAnswers } from '../messages/cannot-compare-answers.ts';
import { openData } from '../open-data.ts';
import { openPath } from '../open-path.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { scoreTask, type TaskOptions } from '../score-task.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface CompareOptions extends TaskOptions {
  readonly allowDifferentPrompts?: boolean;
  readonly allowDifferentGold?: boolean;
  readonly allowDifferentRows?: boolean;
  readonly group?: string;
  readonly data?: string;
  readonly failOn: 'worse' | 'not-better' | 'never';
  readonly format?: ScoreFormat;
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
}

/** `lockstep compare <first> <second>`: whether the second run answers the same rows better or worse, beyond chance. */
export async function compare(
  io: ConsoleIo,
  [first, second]: readonly [string, string],
  options: CompareOptions,
): Promise<ExitCode> {
  const [left, right, task, data] = await Promise.all([
    openPath(first, true),
    openPath(second, true),
    scoreTask(options),
    openData(options.data),
  ]);
  if (!left.ok || !right.ok || !task.ok || !data.ok) {
    const failure = [left, right, task, data].find((one) => !one.ok);
    printMessage(io, cannotCompareAnswers(failure?.ok === false ? failure.problem.reason : ''));
    return 2;
  }
  const { compareAnswers } = await import('../../compare-answers.ts');
  const report = await withProgress(io, `comparing ${first} and ${second}`, () =>
    compareAnswers(
      { ...left.value, ...data.value },
      { ...right.value, ...data.value },
      {
        task: task.value,
        accept: accepted(options),
        ...(options.group === undefined ? {} : { group: options.group }),
      },
    ),
  );
  if (!report.ok) {
    printMessage(io, cannotCompareAnswers(report.problem.reason));
    return 2;
  }
  const { renderComparison } = await import('../../render/score/render-comparison.ts');
  const format = formatFor(options.format, options.out);
  const text = renderComparison(report.value, format === 'sarif' ? 'json' : format, {
    width: terminalWidth(io, options.width),
    colour: options.out === undefined && usesColour(io, 'out', options.color),
    details: options.details ?? false,
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  if (options.out !== undefined) io.err(`comparison written to ${escapeTerminal(options.out)}\n`);
  return exitCodeOf(report.value, options.failOn);
}

function accepted(options: CompareOptions): NonNullable<CompareAnswersOptions['accept']> {
  return [
    ...(options.allowDifferentPrompts === true ? (['other-prompts'] as const) : []),
    ...(options.allowDifferentGold === true ? (['other-gold'] as const) : []),
    ...(options.allowDifferentRows === true ? (['other-rows'] as const) : []),
  ];
}

/** A comparison that was refused is work not done, whatever the level. */
function exitCodeOf({ comparison }: ComparisonReport, failOn: CompareOptions['failOn']): ExitCode {
  if (comparison.kind === 'refused') return 2;
  const { state } = comparison.verdict;
  switch (failOn) {
    case 'never':
      return 0;
    case 'worse':
      return state === 'worse' ? 1 : 0;
    case 'not-better':
      return state === 'better' ? 0 : 1;
  }
}
