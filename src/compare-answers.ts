import { unfoundReason } from './evidence/unfound-reason.ts';
import { type AnswerOptions, type AnswerPlace, type Answers, gatherAnswers } from './gather/answers.ts';
import { failed, ok, type Result } from './lib/result.ts';
import { buildComparisonReport, type ComparisonSetting } from './report/build-comparison-report.ts';
import type { ComparisonReport } from './report/comparison-report.ts';
import { version } from './version.ts';

export interface NamedPlace extends AnswerPlace {
  readonly name: string;
}

export interface CompareAnswersOptions extends Pick<AnswerOptions, 'task'>, Pick<ComparisonSetting, 'accept'> {
  readonly group?: string;
}

/** Compares the predictions of two places on the same rows. Places that cannot be read are a problem with its reason. */
export async function compareAnswers(
  left: NamedPlace,
  right: NamedPlace,
  { task: given, group, accept }: CompareAnswersOptions,
): Promise<Result<ComparisonReport>> {
  const options = { ...(given === undefined ? {} : { task: given }), columns: group === undefined ? [] : [group] };
  const [first, second] = await Promise.all([gatherAnswers(left, options), gatherAnswers(right, options)]);
  if (!first.ok) return failed(`${left.name}: ${first.problem.reason}`);
  if (!second.ok) return failed(`${right.name}: ${second.problem.reason}`);
  const { task } = first.value;
  if (task.state !== 'found') return failed(unfoundReason(task));
  if (first.value.predictions.state !== 'found')
    return failed(`${left.name}: ${unfoundReason(first.value.predictions)}`);
  if (second.value.predictions.state !== 'found')
    return failed(`${right.name}: ${unfoundReason(second.value.predictions)}`);
  const report = buildComparisonReport(
    { name: left.name, predictions: first.value.predictions.value, requests: first.value.requests },
    { name: right.name, predictions: second.value.predictions.value, requests: second.value.requests },
    {
      ...{ version, task: task.value, taskFrom: `${left.name}: ${task.from}`, accept },
      notes: taskNotes(first.value, second.value),
      ...(group === undefined ? {} : { group }),
    },
  );
  return ok(report);
}

/** Both runs are judged by one task. */
function taskNotes({ task: first }: Answers, { task: second }: Answers): readonly string[] {
  if (first.state !== 'found' || second.state !== 'found') return [];
  if (JSON.stringify(first.value) === JSON.stringify(second.value)) return [];
  return [`The second run states another task (${second.value.kind}); both are judged by that of the first.`];
}
