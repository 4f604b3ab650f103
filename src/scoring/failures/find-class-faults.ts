import { classOfValue } from '../class-of-value.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';

/** A class that the task does not have, one that it has in another spelling, or the wrong one. */
export function findClassFaults(view: AnswerView, { task }: FailureContext): readonly FailureEvidence[] {
  const { extraction, output, gold } = view;
  if (task.kind !== 'classify' || extraction === null) return [];
  const span = { start: 0, end: output.length };
  if (extraction.state === 'no-class') {
    switch (extraction.because) {
      case 'class-not-in-set':
        return [{ code: 'class-invalid', ...span, detail: 'what stands for the class is none of the classes' }];
      case 'several-classes':
        return [{ code: 'class-invalid', ...span, detail: 'the answer names more than one class' }];
      case 'path-missing':
        // Without any value that could be the answer, the missing class is no fault of its own.
        if (view.parsed?.value === undefined) return [];
        return [{ code: 'key-missing', ...span, detail: 'nothing stands at the class path' }];
      case 'empty':
      case 'truncated':
      case 'unparseable':
        return [];
    }
  }
  const found: FailureEvidence[] = [];
  const spelled = extraction.how !== 'exact' && extraction.how !== 'mentioned';
  // White space around a class that is the whole answer is no spelling: every evaluator trims it.
  if (spelled && !(task.answer === 'text' && extraction.how === 'trimmed'))
    found.push({ code: 'class-respelled', ...span, detail: `"${extraction.class}" in another spelling` });
  const wanted = gold === undefined ? null : classOfValue(gold, task);
  if (wanted !== null && wanted !== extraction.class)
    found.push({ code: 'class-wrong', ...span, detail: `"${extraction.class}" for "${wanted}"` });
  return found;
}
