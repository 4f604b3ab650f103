import { chosenPlaces } from '../../evidence/views/chosen-places.ts';
import { taughtPlace } from '../../evidence/views/taught-place.ts';
import { unseenAnswers } from '../../evidence/views/unseen-answers.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// Places are tried one after the other, and a report has a hundred checks: one false alarm in a thousand runs.
const SURE = 0.001;
const ENOUGH = 30;

export default defineCheck({
  id: 'data/option-place-favoured',
  title: 'No place among the options is chosen more often than it is right',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'requests', 'predictions', 'scores'],
  messages: {
    taught: {
      what: 'The model chooses option number {place} in {chosen}, where it is right in {right}; in training it is right in {trained}.',
      why: 'The training rows teach the place: choosing it is right more often than not, without reading the options.',
      fix: 'Shuffle the options of every training row and write the answer accordingly, then train again.',
    },
    chosen: {
      what: 'The model chooses option number {place} in {chosen}, where it is right in {right}; the training rows do not favour it.',
      why: 'The place or the letter of an option decides the answer, and not only its content.',
      fix: 'Ask each question with its options in several orders and take the most frequent content; train on shuffled options.',
    },
  },
  run({ trainExamples, requests, predictions, scores }) {
    const chosen = chosenPlaces(unseenAnswers(requests, predictions, scores));
    if (chosen === null) return { kind: 'not-applicable', because: 'the questions do not list options of their own' };
    const { favoured } = chosen;
    if (favoured === null || favoured.of < ENOUGH)
      return { kind: 'unknown', because: `only ${favoured?.of ?? 0} answers choose an option` };
    const data = {
      place: favoured.place + 1,
      chosen: countOf(favoured.chosen, favoured.of, 'answers'),
      right: countOf(favoured.right, favoured.of, 'of them'),
    };
    if (favoured.p >= SURE || favoured.chosen <= favoured.right)
      return {
        kind: 'pass',
        saw: `option number ${data.place} is chosen in ${data.chosen} and right in ${data.right}`,
      };
    const places = [{ kind: 'file' as const, path: predictions.path }];
    const taught = taughtPlace(trainExamples, favoured.place);
    if (taught === null) return { kind: 'fail', findings: [{ message: 'chosen', data, places }] };
    const trained = countOf(taught.count, taught.of, 'rows');
    return { kind: 'fail', findings: [{ message: 'taught', data: { ...data, trained }, places }] };
  },
});
