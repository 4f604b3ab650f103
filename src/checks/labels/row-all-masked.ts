import { capturedPlaces } from '../../evidence/views/captured-places.ts';
import { supervisedCount } from '../../evidence/views/supervision.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/row-all-masked',
  title: 'Every row has at least one token with loss',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['trainedRows'],
  messages: {
    masked: {
      what: '{rows} have no label other than -100.',
      why: 'Nothing can be learned from them; when all rows are like that the loss is 0 or NaN from the first step and the weights never move.',
      fix: 'Find what masked the answer: a response template that the collator did not find in the ids, truncation that left only the prompt, or a completion mask of zeros. Print the labels of one row until the answer is in them.',
    },
  },
  run({ trainedRows }) {
    const { rows } = trainedRows;
    const masked = rows.filter((row) => supervisedCount(row) === 0);
    if (!isMany(masked.length, rows.length)) {
      return {
        kind: 'pass',
        saw: `${countOf(rows.length - masked.length, rows.length, 'captured rows')} have supervised tokens`,
      };
    }
    const data = { rows: countOf(masked.length, rows.length, 'captured rows') };
    const places = capturedPlaces(masked, trainedRows.path);
    return { kind: 'fail', findings: [{ message: 'masked', data, places }] };
  },
});
