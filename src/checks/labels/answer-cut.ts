import { capturedPlaces } from '../../evidence/views/captured-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/answer-cut',
  title: 'Every row holds its whole answer',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['trainedRows'],
  messages: {
    cut: {
      what: '{rows} end inside the answer: the row was cut before the answer or its end-of-turn token was complete.',
      why: 'The model is taught answers that stop in the middle and never sees how they end, so it stops early or never.',
      fix: 'Raise max_length above the longest row (longest captured row: {longest} tokens), shorten the prompt, or leave out rows that do not fit on purpose. TRL cuts at 1,024 tokens unless told otherwise.',
    },
  },
  run({ trainedRows }) {
    const rows = trainedRows.rows.filter((row) => row.answers.length > 0);
    if (rows.length === 0) return { kind: 'unknown', because: 'no answer could be located in any captured row' };
    const cut = rows.filter((row) => row.answers.at(-1)?.state === 'cut');
    if (!isMany(cut.length, rows.length)) {
      return {
        kind: 'pass',
        saw: `the last answer is whole in ${countOf(rows.length - cut.length, rows.length, 'captured rows')}`,
      };
    }
    const data = {
      rows: countOf(cut.length, rows.length, 'captured rows'),
      longest: Math.max(...rows.map((row) => row.captured.ids.length)),
    };
    const places = capturedPlaces(cut, trainedRows.path);
    return { kind: 'fail', findings: [{ message: 'cut', data, places }] };
  },
});
