import type { ScoresReport } from '../../report/scores-report.ts';
import { countText } from '../count-text.ts';

/** Classes or fields named in full; more are counted. */
const MOST_NAMES = 8;

/** A task as facts name it. */
export function taskWords(task: ScoresReport['task']): string {
  if (task.kind === 'free') return 'free text';
  const names = task.kind === 'classify' ? task.classes : task.fields;
  const more = names.length > MOST_NAMES ? ` and ${countText(names.length - MOST_NAMES)} more` : '';
  const where =
    task.kind === 'classify' ? ` as ${task.answer}${task.classPath === undefined ? '' : ` at ${task.classPath}`}` : '';
  return `${task.kind} ${names.slice(0, MOST_NAMES).join(', ')}${more}${where}`;
}
