import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/rows-dropped',
  title: 'The rows that were given were trained on',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['capture', 'trainingSettings'],
  messages: {
    dropped: {
      what: 'The trainer was given {given} rows and trained on {trained}: {dropped} are gone.',
      why: 'TRL drops a row without a word when no token of it is left to learn after truncation, so the model never saw these examples.',
      fix: 'Raise max_length (now {maxLength}) above the longest prompt plus answer, or shorten the prompts; then compare the two counts again.',
    },
  },
  run({ capture, trainingSettings }) {
    const { datasetRows: given, trainedRows: trained } = capture;
    if (given === undefined || trained === undefined) {
      return { kind: 'unknown', because: 'capture.json does not say how many rows were given and trained on' };
    }
    const { packing, max_length: maxLength } = trainingSettings.values;
    if (packing?.value === true)
      return { kind: 'not-applicable', because: 'packing joins rows, so the two counts cannot be compared' };
    // A few rows longer than the limit are in most data sets, and the others are trained as they should be.
    if (trained >= given || !isMany(given - trained, given)) {
      const few = trained < given ? `: ${countOf(given - trained, given, 'rows')} are gone` : '';
      return { kind: 'pass', saw: `${given} rows given, ${trained} trained on${few}` };
    }
    const data = {
      given,
      trained,
      dropped: countOf(given - trained, given, 'rows'),
      maxLength: maxLength === undefined ? 'not recorded' : String(maxLength.value),
    };
    const path = capture.metaPath ?? capture.path;
    return {
      kind: 'fail',
      findings: [
        { message: 'dropped', data, places: [{ kind: 'setting', path, key: 'trained_rows', value: String(trained) }] },
      ],
    };
  },
});
