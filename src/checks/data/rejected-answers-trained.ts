import type { DataRow } from '../../evidence/data-set.ts';
import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

/**
 * Preference data holds written answers, nearly all of them different. A completion that many rows share is a class, and its label a note
 * on it.
 */
const DISTINCT = 0.5;

export default defineCheck({
  id: 'data/rejected-answers-trained',
  title: 'No rejected answer is trained on',
  severity: 'warning',
  phase: 'G',
  needs: ['labelFacts', 'trainData'],
  messages: {
    rejected: {
      what: '{rows} of {path} have label=false beside prompt and completion, as preference data marks rejected answers, and {by} trains on them like on the others.',
      why: 'The SFT trainer does not read the column: the model learns the answers that people turned down.',
      fix: 'Keep the rows with label=true (dataset.filter(lambda row: row["label"])), or train with KTOTrainer, which uses both. If label means something else, rename the column.',
    },
  },
  run({ labelFacts, trainData }) {
    const marked = trainData.rows.filter(isMarked);
    if (marked.length === 0)
      return {
        kind: 'not-applicable',
        because: `${trainData.path} has no prompt, completion and a label of true or false`,
      };
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by } = reading;
    const rejected = marked.filter(({ gold }) => gold === 'false');
    if (rejected.length === 0 || !labels.notes.some(({ kind }) => kind === 'preference-label-ignored'))
      return {
        kind: 'pass',
        saw: `the label is true in ${countOf(marked.length - rejected.length, marked.length, 'rows')}`,
      };
    const distinct = new Set(marked.map(answerOf)).size;
    if (distinct < marked.length * DISTINCT) {
      const saw = `${countOf(distinct, marked.length, 'completions')} are distinct, so they are classes and no rejected answers`;
      return { kind: 'pass', saw };
    }
    const data = { by, path: trainData.path, rows: countOf(rejected.length, marked.length, 'rows') };
    const places = rejected
      .slice(0, 3)
      .map(({ index }) => ({ kind: 'row' as const, path: trainData.path, row: index }));
    return { kind: 'fail', findings: [{ message: 'rejected', data, places }] };
  },
});

function isMarked({ columns, gold, shape }: DataRow): boolean {
  const isPair = shape === 'prompt-completion-text' || shape === 'prompt-completion-chat';
  return isPair && columns.includes('label') && (gold === 'true' || gold === 'false');
}

function answerOf({ turns }: DataRow): string {
  return turns
    .filter(({ answer }) => answer)
    .map(({ text }) => text)
    .join('\n');
}
