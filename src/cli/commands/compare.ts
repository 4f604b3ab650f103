import type { CompareAnswersOptions } from '../../compare-answers.ts';
import type { ComparisonReport } from '../../report/comparison-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { cannotCompareAnswers } from '../messages/cannot-compare-answers.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
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

export interface CompareOptions extends TaskOptions, OutputOptions<(typeof formats.page)[number]> {
  readonly allowDifferentPrompts?: boolean;
  readonly allowDifferentGold?: boolean;
  readonly allowDifferentRows?: boolean;
  readonly group?: string;
  readonly data?: string;
  readonly failOn: 'worse' | 'not-better' | 'never';
}

type Sides = readonly [first: string, second: string];

/** `lockstep compare <first> <second>`: whether the second run answers the same rows better or worse, beyond chance. */
export async function compare(io: ConsoleIo, sides: Sides, options: CompareOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'compare', formats: formats.page });
  if (format === undefined) return 2;
  const [task, data, left, right] = await Promise.all([
    scoreTask(options),
    openData(options.data),
    openPath(sides[0], true),
    openPath(sides[1], true),
  ]);
  const words = ['compare', ...sides, ...optionWords('--data', options.data)];
  if (!left.ok) return refuse(io, cannotOpen(left.problem, words));
  if (!right.ok) return refuse(io, cannotOpen(right.problem, words));
  if (!data.ok) return refuse(io, cannotOpen(data.problem, words));
  if (!task.ok) return refuse(io, cannotCompareAnswers(task.problem.reason));
  const { compareAnswers } = await import('../../compare-answers.ts');
  const report = await withProgress(io, `comparing ${sides.join(' and ')}`, () =>
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
  if (!report.ok) return refuse(io, cannotCompareAnswers(report.problem.reason));
  const { renderComparison } = await import('../../render/score/render-comparison.ts');
  const text = renderComparison(report.value, format, pageOptions(io, options));
  if (!(await writeOutput(io, text, { out: options.out, noun: 'comparison', command: 'compare' }))) return 2;
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
