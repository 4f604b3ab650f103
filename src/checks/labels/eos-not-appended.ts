import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { rowPlaces } from '../../evidence/views/row-places.ts';
import type { LabelNote } from '../../labels/label-prediction.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

const WHY = 'Nothing teaches the model to stop: it answers, and goes on until the length limit.';

export default defineCheck({
  id: 'labels/eos-not-appended',
  title: 'Plain rows end with the end-of-sequence token',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    field: {
      what: 'dataset_text_field is {field}, and {by} appends the end-of-sequence token only to a column named text: {rows} do not end with it.',
      why: WHY,
      fix: 'Rename the column to text and leave dataset_text_field alone, or write the token at the end of each text.',
    },
    pair: {
      what: 'The rows have prompt, completion and text, and {by} appends the end-of-sequence token to text, which is not trained on: {rows} do not end with it.',
      why: WHY,
      fix: 'Drop the text column, or the formatting function that writes it.',
    },
    release: {
      what: '{by} appends no end-of-sequence token to plain rows: {rows} do not end with one.',
      why: WHY,
      fix: 'Write the token at the end of each text, or use a newer TRL, which appends it.',
    },
  },
  run({ labelFacts }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (labels.shape !== 'text')
      return {
        kind: 'not-applicable',
        because: 'an end-of-sequence token is appended to plain texts only, and these rows are others',
      };
    const whole = labels.rows.filter(({ facts }) => !facts.isCut);
    if (whole.length === 0) return { kind: 'unknown', because: 'all rows are cut by the length limit' };
    const bad = whole.filter(({ isEnded }) => !isEnded);
    if (!isMany(bad.length, whole.length)) {
      const saw = `${countOf(whole.length - bad.length, whole.length, `uncut ${noun}`)} end with a token that ends a text`;
      return { kind: 'pass', saw };
    }
    const { message, field } = reasonIn(labels.notes);
    const data = {
      by,
      rows: countOf(bad.length, whole.length, `uncut ${noun}`),
      ...(field === undefined ? {} : { field }),
    };
    return { kind: 'fail', findings: [{ message, data, places: rowPlaces(bad, labelFacts.path) }] };
  },
});

function reasonIn(notes: readonly LabelNote[]): {
  readonly message: 'field' | 'pair' | 'release';
  readonly field?: string;
} {
  for (const note of notes) {
    if (note.kind === 'no-eos-appended') return { message: 'field', field: note.field };
    if (note.kind === 'completion-without-eos') return { message: 'pair' };
  }
  return { message: 'release' };
}
