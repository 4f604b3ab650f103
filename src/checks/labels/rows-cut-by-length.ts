import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { rowPlaces } from '../../evidence/views/row-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/rows-cut-by-length',
  title: 'The rows fit into max_length',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    cut: {
      what: '{rows} are longer than max_length={limit} and lose their end, the longest of them with {longest} tokens; {dropped} are dropped, because nothing that gets loss is left.',
      why: 'The end of a row is the end of its answer and the token that ends it: cut rows teach the model to stop in the middle, or never. {by} says nothing of either.',
      fix: 'Set max_length to at least {longest}, or shorten the prompts, or leave long rows out on purpose. TRL cuts at 1,024 tokens when nothing is set.',
    },
  },
  run({ labelFacts }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (labels.maxLength === null)
      return { kind: 'not-applicable', because: 'max_length is not set, so nothing is cut' };
    if (labels.packing === 'wrapped' || labels.packing === 'bfd_split')
      return { kind: 'not-applicable', because: 'this way of packing splits long rows and loses nothing of them' };
    const longest = labels.rows.reduce((most, { length }) => Math.max(most, length), 0);
    // Documents without an answer are cut on purpose.
    const cut = labels.rows.filter(({ facts }) => facts.isCut && facts.verdict !== 'not-located');
    if (!isMany(cut.length, labels.rows.length)) {
      const few = cut.length > 0 ? `, ${countOf(cut.length, labels.rows.length, noun)} are longer` : '';
      return {
        kind: 'pass',
        saw: `max_length is ${labels.maxLength}, and the longest row has ${longest} tokens${few}`,
      };
    }
    const dropped = labels.packing === 'none' ? cut.filter(({ facts }) => facts.state === 'dropped').length : 0;
    const data = {
      by,
      rows: countOf(cut.length, labels.rows.length, noun),
      limit: labels.maxLength,
      longest,
      dropped,
    };
    return { kind: 'fail', findings: [{ message: 'cut', data, places: rowPlaces(cut, labelFacts.path) }] };
  },
});
