import { isTarget } from '../../evidence/views/is-target.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// A few answers that hit the limit are ordinary (hard inputs, loops); one in five is a model that does not know how to stop.
const ORDINARY = 0.2;

export default defineCheck({
  id: 'decode/output-unended',
  title: 'Outputs end by themselves',
  severity: 'warning',
  phase: 'E',
  needs: ['predictions'],
  messages: {
    unended: {
      what: '{outputs} ran to the length limit.',
      why: 'A model that was taught where answers end stops by itself; running on means that it was not, or that the runtime does not stop at its token.',
      fix: 'See whether the end-of-turn token gets loss (labels/end-of-turn-unsupervised) and whether decoding stops at it (decode/stop-set-incomplete).',
    },
  },
  run({ predictions }) {
    const known = predictions.rows.filter((row) => row.finishReason !== undefined);
    if (known.length === 0)
      return {
        kind: 'unknown',
        because: 'the predictions have no finish_reason',
        settle: 'write finish_reason into the predictions',
      };
    // A limit of as many tokens as the answer has is a way to answer with a class; nothing ran on.
    // A limit of as many tokens as the answer has is a way to ask for a class: nothing ran on.
    const unended = known.filter((row) => row.finishReason === 'length' && !isTarget(row));
    if (unended.length <= known.length * ORDINARY)
      return {
        kind: 'pass',
        saw: `${countOf(known.length - unended.length, known.length, 'outputs')} end by themselves or with the answer`,
      };
    const places = predictionPlaces(unended, predictions.path);
    const data = {
      outputs: countOf(unended.length, known.length, 'outputs'),
      share: percent(unended.length / known.length),
    };
    return { kind: 'fail', findings: [{ message: 'unended', data, places }] };
  },
});
