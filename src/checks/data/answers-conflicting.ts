import { rowsWithMedia } from '../../evidence/views/rows-with-media.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { answerConflicts } from '../../scoring/health/answer-conflicts.ts';
import { defineCheck } from '../define-check.ts';

// Annotators disagree on a few per cent of rows in the best data sets; from here on the conflict caps what can be reached.
const CEILING = 0.95;
/**
 * When one prompt makes up this much of the data, the prompts collapsed (data/prompts-collapsed) and their answers conflict because of it.
 */
const COLLAPSED = 0.5;
const MOST_PLACES = 4;

export default defineCheck({
  id: 'data/answers-conflicting',
  title: 'Equal questions have equal answers',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'trainData', 'task'],
  messages: {
    conflict: {
      what: '{rows} share their question with a row that has another answer. No model can get more than {ceiling} of the rows right.',
      why: 'The same input with two answers teaches a coin flip; the loss cannot fall below it and the answers stay wrong.',
      fix: 'Find out which input column tells the rows apart and put it into the prompt, or settle the answers and remove the wrong rows.',
    },
  },
  run({ trainExamples, trainData, task }) {
    if (task.kind === 'free') return { kind: 'not-applicable', because: 'open answers to one question may differ' };
    const seen = rowsWithMedia(trainData);
    const rows = trainExamples.rows.filter((row) => row.answer !== undefined && !seen.has(row.row));
    if (rows.length === 0 && seen.size > 0)
      return { kind: 'not-applicable', because: 'images tell the rows apart, and only their text is compared' };
    const { conflicting, groups, ceiling, largestGroup } = answerConflicts(
      rows.map(({ system, prompt, class: name, answer = '' }) => ({
        question: `${system}\n${prompt}`,
        answer: name ?? answer,
      })),
    );
    const saw = `${countOf(conflicting.count, rows.length, 'rows')} share their question with another answer`;
    if (rows.length > 0 && largestGroup >= rows.length * COLLAPSED && largestGroup > 2)
      return {
        kind: 'not-applicable',
        because: 'most rows have one and the same question: data/prompts-collapsed says more',
      };
    if (ceiling.share === null || ceiling.share >= CEILING) return { kind: 'pass', saw };
    const places = groups
      .flatMap((group) => group.rows.rows)
      .slice(0, MOST_PLACES)
      .map((at) => ({ kind: 'row' as const, path: trainExamples.path, row: rows[at]?.row ?? at }));
    const data = {
      rows: countOf(conflicting.count, rows.length, 'training rows'),
      ceiling: percent(ceiling.share),
    };
    return { kind: 'fail', findings: [{ message: 'conflict', data, places }] };
  },
});
