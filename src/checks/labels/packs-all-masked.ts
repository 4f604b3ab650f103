import type { RowLabelFacts } from '../../evidence/label-facts-of-row.ts';
import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { rowPlaces } from '../../evidence/views/row-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/packs-all-masked',
  title: 'Every pack has a token that gets loss',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    masked: {
      what: '{rows} have a prompt of max_length={limit} tokens or more. {by} cuts them, each fills a pack of its own, and no token of such a pack gets loss.',
      why: 'Without packing these rows would be dropped; with packing they are computed and teach nothing. A batch of them has loss 0, and with loss_type=dft its gradient is NaN.',
      fix: 'Raise max_length above the longest prompt plus answer ({longest} tokens), or leave these rows out.',
    },
  },
  run({ labelFacts }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (labels.packing !== 'bfd' || labels.maxLength === null)
      return { kind: 'not-applicable', because: 'rows are not cut and packed (packing with packing_strategy=bfd)' };
    const bad = labels.rows.filter(({ facts }) => facts.isCut && bearsNoLoss(facts));
    if (!isMany(bad.length, labels.rows.length)) {
      const saw = `${countOf(labels.rows.length - bad.length, labels.rows.length, noun)} keep a token that gets loss`;
      return { kind: 'pass', saw };
    }
    const longest = bad.reduce((most, { length }) => Math.max(most, length), 0);
    const data = { by, rows: countOf(bad.length, labels.rows.length, noun), limit: labels.maxLength, longest };
    return { kind: 'fail', findings: [{ message: 'masked', data, places: rowPlaces(bad, labelFacts.path) }] };
  },
});

function bearsNoLoss({ supervised }: RowLabelFacts): boolean {
  return Object.values(supervised).every((count) => count === 0);
}
