import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'evidence/prediction-unmatched',
  title: 'Every prediction has the request it answers',
  severity: 'note',
  phase: 'A',
  needs: ['predictions', 'requests'],
  messages: {
    unmatched: {
      what: '{predictions} have an id that no request has, for example `{id}`.',
      why: 'Without its prompt an output can be scored but not explained; the numbers on prompts leave these rows out.',
      fix: 'Write requests and predictions with the same ids, from the same run.',
    },
  },
  run({ predictions, requests }) {
    const ids = new Set(requests.rows.map((row) => row.id));
    const lost = predictions.rows.filter((row) => !ids.has(row.id));
    const [first] = lost;
    if (first === undefined)
      return { kind: 'pass', saw: `all ${predictions.rows.length.toLocaleString('en-US')} predictions have a request` };
    if (requests.rows.length < requests.total)
      return {
        kind: 'unknown',
        because: `only ${countOf(requests.rows.length, requests.total, 'requests')} were read`,
      };
    const places = predictionPlaces(lost, predictions.path);
    return {
      kind: 'fail',
      findings: [
        {
          message: 'unmatched',
          data: { predictions: countOf(lost.length, predictions.rows.length, 'predictions'), id: first.id },
          places,
        },
      ],
    };
  },
});
