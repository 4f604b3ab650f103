import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { mentionedClasses } from '../../scoring/mentioned-classes.ts';
import type { ScoredRow } from '../../scoring/score-row.ts';
import { defineCheck } from '../define-check.ts';

// spec/evaluation.md 1.10: of at least 5 failures, 9 in 10 recorded as one class is a default, not a reading.
const ENOUGH = 5;
const ONE_CLASS = 0.9;
// One or two outputs may be read otherwise by a lenient evaluator, or by us.
const ENOUGH_CONTRADICTED = 3;

export default defineCheck({
  id: 'scoring/failure-counted-as-class',
  title: 'An output that does not parse is recorded as a failure',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['predictions', 'scores'],
  messages: {
    fallback: {
      what: '{failures} that a strict parser cannot read were recorded as `{class}`, also where the text says another class.',
      why: 'A failure that is counted as a class hides every formatting fault and tilts the scores to that class; right answers in a code fence become wrong ones.',
      fix: 'Record a failure as a failure (its own column in the confusion table), never as a default class, and take the class out of fences and prose on purpose or not at all.',
    },
  },
  run({ predictions, scores }) {
    if (scores.card.kind !== 'classify') return { kind: 'not-applicable', because: 'the task is not a classification' };
    const { classes } = scores.card;
    if (scores.rows.every((row) => row.recorded.kind === 'missing'))
      return {
        kind: 'unknown',
        because: 'the predictions do not say what the evaluator concluded',
        settle: 'write what the evaluator concluded into `prediction` of each line',
      };
    const unread = scores.rows.filter((row) => row.strictClass === null && row.recorded.kind !== 'missing');
    if (unread.length < ENOUGH)
      return {
        kind: 'pass',
        saw: `a strict parser reads all but ${countOf(unread.length, scores.rows.length, 'outputs')}`,
      };
    const counts = new Map<string, number>();
    for (const { recorded } of unread)
      if (recorded.kind === 'class') counts.set(recorded.class, (counts.get(recorded.class) ?? 0) + 1);
    const [top] = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
    if (top === undefined || top[1] < unread.length * ONE_CLASS) {
      const failures = unread.filter((row) => row.recorded.kind === 'failure').length;
      return {
        kind: 'pass',
        saw: `of ${unread.length} outputs that a strict parser cannot read, ${failures} are recorded as failures`,
      };
    }
    const outputs = new Map(scores.rows.map((row, i) => [row, predictions.rows[i]?.output ?? '']));
    const contradicted = unread.filter((row) => isContradicted(row, outputs.get(row) ?? '', classes));
    // A lenient parser that finds the class which is really there looks like a default when all those outputs have one class.
    if (contradicted.length < ENOUGH_CONTRADICTED)
      return {
        kind: 'pass',
        saw: `${countOf(unread.length - contradicted.length, unread.length, 'outputs')} that need leniency are recorded as the class that is in them`,
      };
    const ids = new Set(contradicted.map((row) => row.id));
    const places = predictionPlaces(
      predictions.rows.filter((row) => ids.has(row.id)),
      predictions.path,
    );
    const data = {
      failures: countOf(top[1], unread.length, 'outputs'),
      class: top[0],
      contradicted: contradicted.length,
    };
    return { kind: 'fail', findings: [{ message: 'fallback', data, places }] };
  },
});

/** Recorded as a class that the output does not give: it gives another one, or it does not even mention the one recorded. */
function isContradicted({ recorded, ourClass }: ScoredRow, output: string, classes: readonly string[]): boolean {
  if (recorded.kind !== 'class' || recorded.class === ourClass) return false;
  if (ourClass !== null) return true;
  return mentionedClasses(output, classes)?.mentions.every((mention) => mention.class !== recorded.class) ?? false;
}
