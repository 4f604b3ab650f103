import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { rowPlaces } from '../../evidence/views/row-places.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/column-taken-as-labels',
  title: 'No column of the data is mistaken for token labels',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    taken: {
      what: 'The rows of {path} have a column named labels beside their text, and {by} takes what it holds for token labels, although the tokens come from the text.',
      why: 'The loss is computed against numbers that have nothing to do with the tokens; which tokens were meant to be learned plays no part.',
      fix: 'Rename or drop the column labels before training (dataset.rename_column("labels", "class")).',
    },
  },
  run({ labelFacts }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by } = reading;
    const taken = labels.notes.some((note) => note.kind === 'labels-column-used' && note.idsWereTokenised);
    if (!taken) {
      const saw = labels.masks.labelsColumn
        ? 'labels come with the input_ids that they belong to'
        : 'no column is named labels';
      return { kind: 'pass', saw };
    }
    const data = { path: labelFacts.path, by };
    return { kind: 'fail', findings: [{ message: 'taken', data, places: rowPlaces(labels.rows, labelFacts.path) }] };
  },
});
