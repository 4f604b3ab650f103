import { unseenAnswers } from '../../evidence/views/unseen-answers.ts';
import { countOf } from '../../lib/count-of.ts';
import { besideNeighbours } from '../../scoring/health/beside-neighbours.ts';
import { nearestNeighbourBaseline } from '../../scoring/health/nearest-neighbour.ts';
import { defineCheck } from '../define-check.ts';

// The usual level; a note costs little, and the test is exact.
const CHANCE = 0.05;
const ENOUGH = 20;
// A second's work; a difference that 500 rows do not show is none to act on.
const MOST_ROWS = 500;

export default defineCheck({
  id: 'data/neighbours-answer-better',
  title: 'The model answers better than copying the most alike training rows',
  severity: 'note',
  phase: 'G',
  needs: ['trainExamples', 'requests', 'predictions', 'scores'],
  messages: {
    better: {
      what: 'Copying the class of the most alike training rows is right in {neighbours}, the model in {model}.',
      why: 'The training rows hold the answers, and the model does not use them: the data is not what holds it back.',
      fix: 'While a clause is broken or open, mend that first. Where all four hold, too little was learned: train longer, or use the lookup, which is cheaper and better.',
    },
  },
  run({ trainExamples, requests, predictions, scores }) {
    if (scores.card.kind !== 'classify') return { kind: 'not-applicable', because: 'the task is not a classification' };
    const known = trainExamples.rows.flatMap(({ system, prompt, class: name }) =>
      name === undefined ? [] : [{ text: system === '' ? prompt : `${system}\n${prompt}`, class: name }],
    );
    const asked = unseenAnswers(requests, predictions, scores)
      .flatMap(({ question, scored: { id, goldClass, correctOurs } }) =>
        goldClass === null || correctOurs === null
          ? []
          : [{ id, text: question, class: goldClass, correct: correctOurs }],
      )
      .slice(0, MOST_ROWS);
    if (asked.length < ENOUGH || known.length === 0)
      return {
        kind: 'unknown',
        because: `${asked.length} answers to questions of text that were not trained on can be judged`,
        settle: 'put requests and predictions of evaluation rows into the run folder',
      };
    const beside = besideNeighbours(asked, nearestNeighbourBaseline(known, asked).predicted);
    const neighbours = countOf(beside?.neighbours.count ?? 0, asked.length, 'evaluation rows');
    const model = countOf(beside?.model.count ?? 0, asked.length, 'rows');
    const isBetter = beside !== null && beside.neighbours.count > beside.model.count && beside.p < CHANCE;
    if (!isBetter)
      return { kind: 'pass', saw: `the model is right in ${model}, the most alike training rows in ${neighbours}` };
    const places = [{ kind: 'file' as const, path: predictions.path }];
    return { kind: 'fail', findings: [{ message: 'better', data: { neighbours, model }, places }] };
  },
});
