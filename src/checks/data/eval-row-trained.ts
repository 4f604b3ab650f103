import type { Example } from '../../evidence/examples.ts';
import { rowsWithMedia } from '../../evidence/views/rows-with-media.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { type DuplicatePair, repeatedTexts } from '../../scoring/health/repeated-texts.ts';
import { defineCheck } from '../define-check.ts';

/** A few equal rows are chance in small templated data sets. */
const ENOUGH = 3;

export default defineCheck({
  id: 'data/eval-row-trained',
  title: 'Evaluation rows were not trained on',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'evalExamples', 'evalData'],
  messages: {
    overlap: {
      what: '{rows} are also training rows{near}.',
      why: 'The model has seen the answers, so the evaluation measures memory: the score says nothing about new inputs.',
      fix: 'Split by source document before anything else, remove the shared rows from one side, and evaluate again.',
    },
  },
  run({ trainExamples, evalExamples, evalData }) {
    if (rowsWithMedia(evalData).size > 0)
      return { kind: 'not-applicable', because: 'images tell the rows apart, and only their text is compared' };
    const evaluation = evalExamples.rows.map(questionOf);
    const { pairs, complete } = repeatedTexts(trainExamples.rows.map(questionOf), evaluation).across();
    const exact = pairs.filter((pair) => isCopy(pair, trainExamples.rows[pair.first], evalExamples.rows[pair.second]));
    const note = complete ? '' : ' (not every pair could be compared)';
    const near = pairs.length - exact.length;
    if (exact.length < ENOUGH || !isMany(exact.length, evaluation.length)) {
      const nearly = near > 0 ? `; ${near} are nearly the same as one` : '';
      return {
        kind: 'pass',
        saw: `${countOf(exact.length, evaluation.length, 'evaluation rows')} are also training rows${nearly}${note}`,
      };
    }
    const places = exact.slice(0, 4).map((pair) => ({
      kind: 'row' as const,
      path: evalExamples.path,
      row: evalExamples.rows[pair.second]?.row ?? pair.second,
    }));
    const data = {
      rows: countOf(exact.length, evaluation.length, 'evaluation rows'),
      near: near > 0 ? `, and ${near} more nearly so` : '',
    };
    return { kind: 'fail', findings: [{ message: 'overlap', data, places }] };
  },
});

/**
 * In another case or width it is a copy only with the same answer: c1ccccc1 and C1CCCCC1 are two molecules, and to restore case may be the
 * task.
 */
function isCopy({ exact, similarity }: DuplicatePair, trained?: Example, evaluated?: Example): boolean {
  return exact || (similarity === 1 && trained?.answer !== undefined && trained.answer === evaluated?.answer);
}

// A copy that was tokenized and joined again has spaces before its commas. Elsewhere spaces may tell two rows apart (`1 23`, `12 3`).
// Begins at the first space of a run only: from each of them, a long run would take the square of its length.
const SPACE_BEFORE_MARK = /(?<!\s)\s+(?=[.,;:!?%)\]}»”’])/gu;

/** Some put the document into the system turn and keep the user's words the same. */
function questionOf({ system, prompt }: Example): string {
  return (system === '' ? prompt : `${system}\n${prompt}`).replace(SPACE_BEFORE_MARK, '');
}
