import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// spec/evaluation.md 1.10: of at least 5 failures, 9 in 10 recorded as one class is a default, not a reading.
const ENOUGH = 5;
const ONE_CLASS = 0.9;

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
    const contradicted = unread.filter((row) => row.recorded.kind === 'class' && row.ourClass !== row.recorded.class);
    // A lenient parser that finds the class which is really there looks like a default when all those outputs have one class.
    if (contradicted.length === 0)
      return {
        kind: 'pass',
        saw: `all ${unread.length} outputs that need leniency are recorded as the class that is in them`,
      };
    const ids = new Set(contradicted.map((row) => row.id));
    const places = predictions.rows
      .filter((row) => ids.has(row.id))
      .slice(0, 3)
      .map((row) => ({ kind: 'prediction' as const, path: predictions.path, id: row.id, line: row.line }));
    const data = {
      failures: countOf(top[1], unread.length, 'outputs'),
      class: top[0],
      contradicted: contradicted.length,
    };
    return { kind: 'fail', findings: [{ message: 'fallback', data, places }] };
  },
});
